/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/**
 * A log record of a trace.
 *
 * @param timeNanos Unix time by the clock of its host
 * @param spanId of the span it was written in; empty if it does not say
 */
public record LogLine(
    long timeNanos, String service, String spanId, String severity, String body) {}
