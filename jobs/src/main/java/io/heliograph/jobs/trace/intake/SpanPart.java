/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

/**
 * All spans of one trace that stood in one fragment.
 *
 * @param traceHigh first 64 bits of the trace's id
 * @param traceLow last 64 bits of the trace's id; not 0 if the first are
 * @param logMillis the Kafka record's time
 * @param spans how many there are; at least one
 * @param encoded one block of {@link SpanBlock}; never null, not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // as it is in a batch
public record SpanPart(long traceHigh, long traceLow, long logMillis, int spans, byte[] encoded) {}
