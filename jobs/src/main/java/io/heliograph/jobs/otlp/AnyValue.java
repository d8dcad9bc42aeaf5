/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import io.heliograph.sinks.StringColumn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.annotation.Nullable;

/**
 * An OTLP {@code AnyValue} on the wire, reused from value to value, and its text: a string as it
 * is, numbers and booleans in their JSON form, bytes in base64, arrays and lists as JSON, nothing
 * as the empty string.
 */
public final class AnyValue {
  static final int STRING = 1 << 3 | Wire.LEN;
  static final int BOOL = 2 << 3 | Wire.VARINT;
  static final int INT = 3 << 3 | Wire.VARINT;
  static final int DOUBLE = 4 << 3 | Wire.I64;
  static final int ARRAY = 5 << 3 | Wire.LEN;
  static final int KVLIST = 6 << 3 | Wire.LEN;
  static final int BYTES = 7 << 3 | Wire.LEN;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NOTHING = {};

  int kind;
  long number;
  final Slice slice = new Slice();

  /** Reads the message that the wire has been moved into; of several values the last is the one. */
  void read(Wire wire) throws MalformedOtlpException {
    kind = 0;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case STRING, ARRAY, KVLIST, BYTES -> {
          kind = tag;
          wire.slice(slice);
        }
        case BOOL, INT -> {
          kind = tag;
          number = wire.varint();
        }
        case DOUBLE -> {
          kind = tag;
          number = wire.fixed64();
        }
        default -> wire.skip(tag);
      }
    }
  }

  /**
   * Reads the value at a place remembered, if that is a string.
   *
   * @return where its text is; null if it is of another type, which {@link #append} knows
   */
  @Nullable public Slice string(Wire wire, Slice at) throws MalformedOtlpException {
    long mark = wire.enter(at);
    read(wire);
    wire.leave(mark);
    return kind == STRING ? slice : null;
  }

  /** Appends the text of the value at a place remembered; nothing there is the empty string. */
  public void append(Wire wire, Slice at, StringColumn column) throws MalformedOtlpException {
    long mark = wire.enter(at);
    read(wire);
    switch (kind) {
      case STRING -> Utf8Text.add(column, wire.bytes(), slice.from, slice.length);
      case INT -> column.addDecimal(number);
      case BOOL -> column.add(number != 0 ? TRUE : FALSE);
      case DOUBLE -> column.add(JsonNumber.text(Double.longBitsToDouble(number)));
      case BYTES -> column.add(Base64.getEncoder().encode(copy(wire, slice)));
      case ARRAY -> {
        wire.enter(slice);
        column.add(AnyJson.array(wire));
      }
      case KVLIST -> {
        wire.enter(slice);
        column.add(AnyJson.list(wire));
      }
      default -> column.add(NOTHING);
    }
    wire.leave(mark);
  }

  static String text(Wire wire, Slice slice) {
    return new String(wire.bytes(), slice.from, slice.length, StandardCharsets.UTF_8);
  }

  static byte[] copy(Wire wire, Slice slice) {
    byte[] copy = new byte[slice.length];
    System.arraycopy(wire.bytes(), slice.from, copy, 0, copy.length);
    return copy;
  }
}
