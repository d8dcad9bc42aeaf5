/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import java.nio.charset.StandardCharsets;

/**
 * What is wrong with an event: a field and the rule it breaks. The checks return null if all is
 * well.
 */
record Fault(String field, String reason) {
  /** Longest text in a field without a limit of its own. */
  static final int TEXT_BYTES = 1_024;

  private static final long FIRST_NANO = 946_684_800_000_000_000L;
  private static final long END_NANO = 4_102_444_800_000_000_000L;

  static Fault first(Fault... faults) {
    for (Fault fault : faults) {
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  /** A name that must be there, 1 to 255 bytes. */
  static Fault name(String field, String value) {
    int bytes = bytes(value);
    return bytes >= 1 && bytes <= 255
        ? null
        : new Fault(field, "must be 1 to 255 bytes, has " + bytes);
  }

  static Fault text(String field, String value) {
    return text(field, value, TEXT_BYTES);
  }

  static Fault text(String field, String value, int max) {
    int bytes = bytes(value);
    return bytes <= max
        ? null
        : new Fault(field, "must be at most " + max + " bytes, has " + bytes);
  }

  /** A time that must be there; the range is that of OTLP's times. */
  static Fault time(String field, long nanos) {
    return nanos >= FIRST_NANO && nanos < END_NANO
        ? null
        : new Fault(
            field,
            "must be nanoseconds since 1970, from 2000-01-01 to 2099-12-31, is "
                + Long.toUnsignedString(nanos));
  }

  static Fault range(String field, int value, int max) {
    return value >= 0 && value <= max
        ? null
        : new Fault(field, "must be 0 to " + max + ", is " + Integer.toUnsignedString(value));
  }

  static Fault share(String field, double value) {
    return value >= 0 && value <= 1 ? null : new Fault(field, "must be 0 to 1, is " + value);
  }

  static Fault unless(boolean right, String field, String reason) {
    return right ? null : new Fault(field, reason);
  }

  private static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }
}
