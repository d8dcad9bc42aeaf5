/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All that is stored of one trace, as far as it was read.
 *
 * @param id 32 digits
 * @param spans those on the critical path first, then by start; at most {@link
 *     TraceReader#MAX_SPANS}
 * @param spanTotal how many different spans are stored
 * @param verdict of the trace job; empty until it has written a row
 * @param logs by time; at most as many as were asked for
 * @param logTotal how many there are
 * @param otherDays on which the same id was used for other traces
 */
public record StoredTrace(
    String id,
    List<SpanRow> spans,
    long spanTotal,
    Optional<Verdict> verdict,
    List<Finding> findings,
    List<LogLine> logs,
    long logTotal,
    List<LocalDate> otherDays) {}
