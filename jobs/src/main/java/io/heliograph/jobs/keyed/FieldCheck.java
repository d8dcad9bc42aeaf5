/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;

/**
 * Finds the first thing wrong with an event, in words: the field, the allowed range, the value. The
 * gateway refuses such events too; these rules are for whoever writes to Kafka directly.
 */
public final class FieldCheck {
  /** What the keyed jobs keep of an event is bounded by bounding the event. */
  static final int MAX_EVENT_BYTES = 64 * 1024;

  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_BYTES_PER_CHAR = 3;

  private String problem = "";

  /** Starts with the size of the event. */
  public FieldCheck(MessageLite event) {
    int size = event.getSerializedSize();
    that(size <= MAX_EVENT_BYTES, "event", "must be at most 65536 bytes, has " + size);
  }

  /** A name: 1 to 255 bytes of UTF-8. */
  public FieldCheck name(String field, String value) {
    if (value.isEmpty()) {
      return that(false, field, "must be 1 to 255 bytes, has 0");
    }
    return optionalName(field, value);
  }

  /** A name that may be empty. */
  public FieldCheck optionalName(String field, String value) {
    if (value.length() * MAX_BYTES_PER_CHAR > MAX_NAME_BYTES) {
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      return that(bytes <= MAX_NAME_BYTES, field, "must be at most 255 bytes, has " + bytes);
    }
    return this;
  }

  /** A number from 0 to {@code max}. */
  public FieldCheck range(String field, long value, long max) {
    if (value < 0 || value > max) {
      String is = Long.toUnsignedString(value);
      return that(false, field, "must be 0 to " + max + ", is " + is);
    }
    return this;
  }

  /** Any other condition. */
  public FieldCheck that(boolean holds, String field, String rule) {
    if (!holds && problem.isEmpty()) {
      problem = field + " " + rule;
    }
    return this;
  }

  /** The first problem; empty if there is none. */
  public String problem() {
    return problem;
  }
}
