/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/**
 * A row of {@code trace_finding_rows}: a finding, or the end of one that a revision takes back.
 *
 * @param startDay days since 1970, UTC, as in the trace's row
 * @param traceStartNanos Unix time, as in the trace's row
 * @param kind label of the finding's kind
 * @param place id of the span it was found at
 * @param spanIds the spans involved
 * @param evidence JSON
 * @param version that of the trace's row
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to the sink is not compared
public record FindingRow(
    long traceHigh,
    long traceLow,
    int startDay,
    long traceStartNanos,
    String kind,
    String service,
    String operation,
    long place,
    long[] spanIds,
    int count,
    long savingNanos,
    String lane,
    String evidence,
    long detectedAtMillis,
    long version,
    boolean deleted) {}
