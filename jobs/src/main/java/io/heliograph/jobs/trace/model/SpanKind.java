/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

/** The kinds of OTLP, in the order of their numbers there. */
public enum SpanKind {
  /** Not said. */
  UNSPECIFIED("Unspecified"),
  /** Work within a service. */
  INTERNAL("Internal"),
  /** Serves a call. */
  SERVER("Server"),
  /** Makes a call. */
  CLIENT("Client"),
  /** Sends a message, and does not wait for who takes it. */
  PRODUCER("Producer"),
  /** Takes a message. */
  CONSUMER("Consumer");

  private static final SpanKind[] ALL = values();

  private final String label;

  SpanKind(String label) {
    this.label = label;
  }

  /** As in {@code otel_traces.SpanKind}. */
  public String label() {
    return label;
  }

  /** The kind of a number on the wire; one that is unknown is {@link #UNSPECIFIED}. */
  public static SpanKind of(long number) {
    return number >= 0 && number < ALL.length ? ALL[(int) number] : UNSPECIFIED;
  }
}
