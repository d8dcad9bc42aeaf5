/* SPDX-License-Identifier: Apache-2.0 */
/** The child processes and tables of the peers that the benchmark compares with. */
package io.heliograph.benchmarks.peer;
