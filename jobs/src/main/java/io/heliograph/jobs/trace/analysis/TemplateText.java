/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/**
 * Text of a template as it grows. Promises at most {@value #LIMIT} characters of well-formed
 * UTF-16: half a surrogate pair becomes U+FFFD.
 */
final class TemplateText {
  /** The longest template. */
  static final int LIMIT = 200;

  /** How much of a text is looked at. */
  static final int READ = 4096;

  /** What a value becomes. */
  static final char VALUE = '?';

  /** What a later list item may still take back: two texts that differ behind it end alike. */
  private static final int SLACK = 16;

  private final StringBuilder out;

  TemplateText(int expected) {
    out = new StringBuilder(Math.min(expected, LIMIT + SLACK));
  }

  /** The part of a text that is looked at. */
  static String readable(String text) {
    return text.length() > READ ? text.substring(0, READ) : text;
  }

  /** Whether more would be cut off anyhow. */
  boolean isFull() {
    return out.length() >= LIMIT + SLACK;
  }

  boolean isEmpty() {
    return out.length() == 0;
  }

  void add(char c) {
    out.append(c);
  }

  void add(String text) {
    out.append(text);
  }

  /** Adds the character at an index, the whole pair if it is one, and returns the index after. */
  int copy(String text, int index, int end) {
    char c = text.charAt(index);
    if (!Character.isSurrogate(c)) {
      out.append(c);
      return index + 1;
    }
    if (Character.isHighSurrogate(c)
        && index + 1 < end
        && Character.isLowSurrogate(text.charAt(index + 1))) {
      out.append(c).append(text.charAt(index + 1));
      return index + 2;
    }
    out.append('\uFFFD');
    return index + 1;
  }

  boolean endsWith(String tail) {
    int start = out.length() - tail.length();
    if (start < 0) {
      return false;
    }
    for (int i = 0; i < tail.length(); i++) {
      if (out.charAt(start + i) != tail.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  void takeBack(int chars) {
    out.setLength(out.length() - chars);
  }

  /** The template, without any of the given characters at its end. */
  String finish(String dropped) {
    int end = Math.min(out.length(), LIMIT);
    if (end < out.length() && Character.isHighSurrogate(out.charAt(end - 1))) {
      end--;
    }
    while (end > 0 && dropped.indexOf(out.charAt(end - 1)) >= 0) {
      end--;
    }
    return out.substring(0, end);
  }
}
