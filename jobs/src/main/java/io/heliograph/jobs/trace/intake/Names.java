/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import com.google.common.base.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Texts by number and numbers by text, so that a text that comes a million times is one String, and
 * none is made of it while spans are read. Invalid UTF-8 becomes U+FFFD, and what is longer than
 * the limit is cut off. Grows until somebody asks {@link #isFull} and clears it: all numbers but
 * that of the empty text are void then. Two texts with different numbers differ. Not thread safe.
 */
final class Names {
  /** The number of the empty text. */
  static final int EMPTY = 0;

  private static final byte[] NOTHING = {};

  private final int longest;
  private final long budget;
  private final ByteTable table = new ByteTable();

  /** By the number of bytes as they came: that of the text they are taken for, mostly the same. */
  private int[] numbers = new int[64];

  private String[] texts = new String[64];
  private final Map<String, Integer> byText = new HashMap<>();

  /**
   * @param longest as many characters (UTF-16) of a text are kept
   * @param budget bytes of memory from which on it is full
   */
  Names(int longest, long budget) {
    this.longest = longest;
    this.budget = budget;
    clear();
  }

  boolean isFull() {
    return table.cost() > budget;
  }

  void clear() {
    table.clear();
    byText.clear();
    numbers = new int[64];
    texts = new String[64];
    of(NOTHING, 0, 0);
  }

  int size() {
    return table.size();
  }

  /** The number of a text in UTF-8. */
  int of(byte[] bytes, int from, int length) {
    int known = table.size();
    int number = table.of(bytes, from, readable(length));
    if (number == known) {
      add(number);
    }
    return numbers[number];
  }

  /** The number of a text. */
  int of(String text) {
    Integer number = byText.get(text);
    if (number == null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      number = of(bytes, 0, bytes.length);
      byText.put(text, number);
    }
    return number;
  }

  /** The text of a number. */
  String text(int number) {
    String text = texts[number];
    if (text == null) {
      text = new String(table.get(number), StandardCharsets.UTF_8);
      texts[number] = text;
    }
    return text;
  }

  /** The text of a number as valid UTF-8, not to be modified. */
  byte[] utf8(int number) {
    return table.get(number);
  }

  /** No character takes more than three bytes, or two more than four. */
  private int readable(int length) {
    return (int) Math.min(length, 4L * longest);
  }

  private void add(int number) {
    if (number >= numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * number);
      texts = Arrays.copyOf(texts, 2 * number);
    }
    numbers[number] = number;
    byte[] bytes = table.get(number);
    if (bytes.length > longest || !Utf8.isWellFormed(bytes)) {
      byte[] text = cut(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
      int kept = of(text, 0, text.length); // may move the array
      numbers[number] = kept;
    }
  }

  private String cut(String text) {
    if (text.length() <= longest) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, splits ? longest - 1 : longest);
  }
}
