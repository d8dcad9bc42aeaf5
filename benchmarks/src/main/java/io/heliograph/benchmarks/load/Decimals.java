/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** Decimal numbers of a fixed width, written in place of the {@code ######} of a template. */
final class Decimals {
  private static final int WIDTH = 6;

  private Decimals() {}

  /** Where the placeholders start. */
  static List<Integer> placeholders(byte[] bytes, int from, int to) {
    List<Integer> found = new ArrayList<>();
    int run = 0;
    for (int i = from; i < to; i++) {
      run = bytes[i] == '#' ? run + 1 : 0;
      if (run == WIDTH) {
        found.add(i - WIDTH + 1);
        run = 0;
      }
    }
    return List.copyOf(found);
  }

  /** Writes a number with leading zeros. */
  static void write(byte[] bytes, int at, int width, long number) {
    long rest = number;
    for (int i = at + width - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** Writes a number with leading blanks, as JSON allows. */
  static void writePadded(byte[] bytes, int at, int width, long number) {
    long rest = number;
    for (int i = at + width - 1; i >= at; i--) {
      bytes[i] = rest == 0 && i < at + width - 1 ? (byte) ' ' : (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** Writes 16 hexadecimal digits. */
  static void writeHex(byte[] bytes, int at, long number) {
    for (int i = 0; i < 16; i++) {
      int digit = (int) (number >>> (60 - 4 * i)) & 15;
      bytes[at + i] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
    }
  }
}
