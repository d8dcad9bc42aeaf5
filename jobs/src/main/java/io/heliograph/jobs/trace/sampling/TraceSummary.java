/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/**
 * What the policies look at.
 *
 * @param traceLow the low 64 bits of the trace id
 * @param rootService service of the root, or of the topmost span there is
 * @param rootOperation its operation; its durations are compared with each other
 * @param durationNanos of the whole trace; below 0 counts as 0
 * @param failed whether any of its spans failed
 * @param findings how many were made; calls that may have left their lane are none
 * @param startMillis since the epoch, whatever the clock of the sender said
 */
public record TraceSummary(
    long traceLow,
    String rootService,
    String rootOperation,
    long durationNanos,
    boolean failed,
    int findings,
    long startMillis) {}
