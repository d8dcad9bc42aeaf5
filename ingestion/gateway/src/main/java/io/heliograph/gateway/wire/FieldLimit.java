/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

/**
 * A limit on a field, before it is bound to a field's number and name.
 *
 * @param required whether a message without the field is refused
 * @param oneOfTheTimes whether the field is one of several times of which a message needs one
 */
record FieldLimit(
    FieldRule.Kind kind, int max, boolean required, boolean route, boolean oneOfTheTimes) {

  /** Longest attribute value, log body, or any other text without a limit of its own. */
  static final int VALUE_BYTES = 256 * 1024;

  /** 2000-01-01T00:00:00Z. See "Why are times of 1970 refused?" in RATIONALE.md. */
  static final long FIRST_NANO = 946_684_800_000_000_000L;

  /** 2100-01-01T00:00:00Z, exclusive. */
  static final long END_NANO = 4_102_444_800_000_000_000L;

  static FieldLimit text(int max) {
    return new FieldLimit(FieldRule.Kind.TEXT, max, false, false, false);
  }

  static FieldLimit blob(int max) {
    return new FieldLimit(FieldRule.Kind.BLOB, max, false, false, false);
  }

  static FieldLimit id(int bytes) {
    return new FieldLimit(FieldRule.Kind.ID, bytes, true, false, false);
  }

  static FieldLimit time() {
    return new FieldLimit(FieldRule.Kind.TIME, 0, true, false, false);
  }

  FieldLimit optional() {
    return new FieldLimit(kind, max, false, route, oneOfTheTimes);
  }

  FieldLimit routing() {
    return new FieldLimit(kind, max, required, true, oneOfTheTimes);
  }

  FieldLimit orAnotherTime() {
    return new FieldLimit(kind, max, false, route, true);
  }

  FieldRule rule(long bit, String name) {
    return new FieldRule(kind, bit, max, !required, route, null, wrong(name), notUtf8(name));
  }

  private Reason wrong(String name) {
    return switch (kind) {
      case TEXT, BLOB -> new Reason("too_long", name + " must be at most " + max + " bytes", true);
      case ID ->
          new Reason(
              max == 16 ? "trace_id" : "span_id",
              name + " must be " + max + " bytes" + (required ? ", not all zero" : ", or empty"),
              true);
      case TIME ->
          new Reason(
              "time",
              name
                  + " must be nanoseconds since 1970, from 2000-01-01 to 2099-12-31"
                  + (required ? "" : ", or 0"),
              true);
      default -> throw new IllegalStateException(name + " cannot have a limit");
    };
  }

  private static Reason notUtf8(String name) {
    return new Reason("invalid_utf8", name + " must be valid UTF-8", false);
  }
}
