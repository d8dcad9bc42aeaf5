/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Appends to a String, FixedString or LowCardinality(String) column, or to such array elements, map
 * keys or map values. Bytes are stored as they are, valid UTF-8 or not.
 */
public interface StringColumn {

  /** Adds a slice; it is copied. */
  void add(byte[] bytes, int offset, int length);

  /** Adds all of an array. */
  default void add(byte[] bytes) {
    add(bytes, 0, bytes.length);
  }

  /** Adds a string as UTF-8. */
  default void add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length);
  }

  /** Adds what remains in a buffer, direct or not, whose position stays. */
  default void add(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      add(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    } else {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      add(bytes, 0, bytes.length);
    }
  }

  /** Adds the lower-case hexadecimal digits of a slice: a trace id, a span id. */
  void addHex(byte[] bytes, int offset, int length);

  /** Adds a number in decimal digits. */
  void addDecimal(long value);
}
