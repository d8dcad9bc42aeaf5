/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The end-to-end benchmark: the running stack and its peers under the same spans, and a report of
 * what each stored, how fast, and what it cost.
 */
package io.heliograph.benchmarks;
