/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

/**
 * What a person wants to know of a process.
 *
 * @param pid 0 if it does not run
 * @param port its first port; 0 if none
 * @param metricsPort where its metrics are; 0 if nowhere
 * @param restarts how often it was started again
 * @param residentBytes its memory; -1 if unknown
 * @param detail why it is not healthy; empty if it is
 * @param sinceMillis when it came into this state, milliseconds since the epoch
 */
public record ProcessStatus(
    String name,
    ProcessState state,
    long pid,
    int port,
    int metricsPort,
    int restarts,
    long residentBytes,
    int memoryLimitMb,
    String detail,
    long sinceMillis,
    String log) {}
