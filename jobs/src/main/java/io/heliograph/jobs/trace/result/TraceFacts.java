/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/**
 * What the assembly knows of a trace besides its spans.
 *
 * @param traceHigh first 64 bits of its id
 * @param traceLow last 64 bits of its id
 * @param revision 0 for the first row, and one more for each that follows
 * @param lateSpans different spans that came after the first row
 * @param duplicateSpans spans that were there already
 * @param overCapSpans spans beyond the cap, which are in no tree
 * @param keepReason policy of tail sampling that keeps the raw spans longer; empty if none does
 * @param weight how many traces this one stands for among those kept; 0 if it is not kept
 * @param detectedAtMillis Unix time of the judgement
 */
public record TraceFacts(
    long traceHigh,
    long traceLow,
    int revision,
    int lateSpans,
    int duplicateSpans,
    int overCapSpans,
    String keepReason,
    double weight,
    long detectedAtMillis) {}
