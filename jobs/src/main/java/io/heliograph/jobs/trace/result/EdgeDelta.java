/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/**
 * A row of {@code service_edges_deltas}: what to add to a minute of an edge; negative numbers take
 * back.
 *
 * @param windowSeconds Unix time of the minute
 * @param buckets of the sketch, ascending
 * @param counts how many calls are in each bucket, never 0
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way to the sink is not compared
public record EdgeDelta(
    long windowSeconds,
    String caller,
    String callee,
    long calls,
    long errors,
    long totalNanos,
    short[] buckets,
    long[] counts) {}
