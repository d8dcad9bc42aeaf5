/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/**
 * A span as {@code otel_traces} has it; identical rows are one.
 *
 * @param parentId empty for none
 * @param kind such as {@code Server}
 * @param startNanos Unix time by the clock of its host
 * @param message of its status
 * @param copies how many identical rows are stored
 */
public record SpanRow(
    String id,
    String parentId,
    String service,
    String operation,
    String kind,
    long startNanos,
    long durationNanos,
    boolean failed,
    String message,
    long copies) {

  /** The start plus the duration, or the end of time if a sender sent nonsense. */
  long endNanos() {
    long end = startNanos + durationNanos;
    return end < startNanos ? Long.MAX_VALUE : end;
  }

  /** Does it make a call, rather than serve one? */
  boolean calls() {
    return kind.equals("Client") || kind.equals("Producer");
  }

  /** Does it serve a call or take a message? */
  boolean serves() {
    return kind.equals("Server") || kind.equals("Consumer");
  }
}
