/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.sampling.Keep;
import javax.annotation.Nullable;

/**
 * What the assembly knows of a trace besides its spans.
 *
 * @param traceHigh first 64 bits of its id
 * @param traceLow last 64 bits of its id
 * @param revision 0 for the first row, and one more for each that follows
 * @param lateSpans different spans that came after the first row
 * @param duplicateSpans spans that were there already
 * @param overCapSpans spans beyond the cap, which are in no tree
 * @param keptBefore what tail sampling decided for the last row; null for the first
 * @param detectedAtMillis Unix time of the judgement
 */
public record TraceFacts(
    long traceHigh,
    long traceLow,
    int revision,
    int lateSpans,
    int duplicateSpans,
    int overCapSpans,
    @Nullable Keep keptBefore,
    long detectedAtMillis) {}
