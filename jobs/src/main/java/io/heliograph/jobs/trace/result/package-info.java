/* SPDX-License-Identifier: Apache-2.0 */
/** What becomes of a judged trace: rows, and sums over many traces. Knows no Flink. */
package io.heliograph.jobs.trace.result;
