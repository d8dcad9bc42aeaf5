/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import java.util.List;

/**
 * A row of {@code trace_rows}: a revision of a trace, or the end of one on a day where it no longer
 * begins.
 *
 * @param startDay days since 1970, UTC
 * @param startNanos Unix time of the first span as its host's clock had it
 * @param durationNanos from the first start to the last end, clocks corrected
 * @param incompleteReason empty if the trace is complete
 * @param pathSpanIds the spans that the critical path leads through, by their start; the lists and
 *     arrays of the path are equally long
 * @param version the number of spans in front of the revision
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to the sink is not compared
public record TraceRow(
    long traceHigh,
    long traceLow,
    int startDay,
    long startNanos,
    long durationNanos,
    String rootService,
    String rootOperation,
    int spans,
    int errors,
    List<String> services,
    String incompleteReason,
    int missingParents,
    int lateSpans,
    int duplicateSpans,
    int overCapSpans,
    String lane,
    long[] pathSpanIds,
    List<String> pathServices,
    List<String> pathOperations,
    long[] pathSelfNanos,
    String culpritService,
    int findings,
    String keepReason,
    double weight,
    int revision,
    long version,
    boolean deleted) {}
