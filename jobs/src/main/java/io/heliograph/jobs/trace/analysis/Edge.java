/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/**
 * One call from one service to another, or to a database, cache or queue.
 *
 * @param startNanos when, by the callee's own clock where it was recorded, else by the caller's
 * @param durationNanos as the caller saw it if it waited, else the callee's
 * @param error whether it failed for either side
 */
public record Edge(
    long startNanos, String caller, String callee, long durationNanos, boolean error) {}
