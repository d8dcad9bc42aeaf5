/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/**
 * A row of {@code service_red_deltas}: what to add to a minute of an operation.
 *
 * @param windowSeconds Unix time of the minute
 * @param kind label of the spans' kind
 * @param buckets of the sketch, ascending
 * @param counts how many calls are in each bucket, never 0
 * @param slowest nanoseconds in 16 hexadecimal digits, then the trace's id
 * @param slowestError the same of calls that failed; empty if none did
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to the sink is not compared
public record RedDelta(
    long windowSeconds,
    String service,
    String operation,
    String kind,
    long calls,
    long errors,
    long totalNanos,
    short[] buckets,
    long[] counts,
    String slowest,
    String slowestError) {}
