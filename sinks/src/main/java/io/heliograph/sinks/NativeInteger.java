/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** Integers of 1 to 8 bytes, and the types that are such integers. */
final class NativeInteger extends NativeColumn implements IntegerColumn {
  /** Not a time. */
  static final int PLAIN = -1;

  /** A number of days. */
  static final int DAYS = -2;

  private final Bytes data = new Bytes(256);
  private final String type;
  private final int shift;
  private final int precision;
  private final boolean signed;

  /**
   * @param width 1, 2, 4 or 8 bytes
   * @param precision decimal digits of a second that one tick is, or PLAIN, or DAYS
   */
  NativeInteger(String type, int width, boolean signed, int precision) {
    this.type = type;
    this.shift = Integer.numberOfTrailingZeros(width);
    this.signed = signed;
    this.precision = precision;
  }

  @Override
  public void add(long value) {
    switch (shift) {
      case 3 -> data.putLong(value);
      case 2 -> data.putInt((int) value);
      case 1 -> data.putShort((short) value);
      default -> data.write((int) value);
    }
    size++;
  }

  @Override
  void addDefault() {
    add(0);
  }

  @Override
  void addObject(Object value) {
    if (value instanceof Number number) {
      add(number.longValue());
    } else if (value instanceof Boolean bool) {
      add(bool ? 1 : 0);
    } else if (value instanceof Instant instant && precision != PLAIN) {
      add(ticks(instant));
    } else if (value == null) {
      add(0);
    } else {
      throw cannotTake(value, type);
    }
  }

  private long ticks(Instant instant) {
    if (precision == DAYS) {
      return Math.floorDiv(instant.getEpochSecond(), 86_400L);
    }
    long perSecond = power(precision);
    return instant.getEpochSecond() * perSecond + instant.getNano() / (1_000_000_000L / perSecond);
  }

  private Object boxed(long value) {
    if (precision == PLAIN) {
      return value;
    }
    if (precision == DAYS) {
      return Instant.ofEpochSecond(value * 86_400L);
    }
    long perSecond = power(precision);
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond),
        Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
  }

  private static long power(int digits) {
    long result = 1;
    for (int i = 0; i < digits; i++) {
      result *= 10;
    }
    return result;
  }

  @Override
  int width() {
    return 1 << shift;
  }

  @Override
  int bytes() {
    return data.size;
  }

  @Override
  void truncate(int size) {
    this.size = size;
    data.size = size << shift;
  }

  @Override
  void clear() {
    size = 0;
    data.clear();
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    data.writeTo(out);
  }

  @Override
  Object[] read(NativeInput in, int count) {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = boxed(in.integer(1 << shift, signed));
    }
    return values;
  }
}
