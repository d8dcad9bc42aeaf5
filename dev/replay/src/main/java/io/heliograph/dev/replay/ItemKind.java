/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

/** What is sent, and how. */
public enum ItemKind {
  /** Spans over OTLP. */
  SPANS("spans"),
  /** Log records over OTLP. */
  LOGS("logs"),
  /** Spans in Zipkin v2 JSON over HTTP. */
  ZIPKIN_SPANS("zipkin spans");

  private final String label;

  ItemKind(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  static ItemKind of(Recorded item) {
    if (item instanceof Recorded.OfSpan) {
      return SPANS;
    }
    return item instanceof Recorded.OfLog ? LOGS : ZIPKIN_SPANS;
  }
}
