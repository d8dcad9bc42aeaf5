/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/** Breaks text into lines. */
final class Wrap {
  private Wrap() {}

  /** The beginning of a text that fits into a width, broken at a blank if there is one. */
  static String first(String text, int width) {
    if (Cells.width(text) <= width) {
      return text;
    }
    int end = 0;
    int blank = 0;
    for (int used = 0; end < text.length(); ) {
      int next = end + Character.charCount(text.codePointAt(end));
      used += Cells.width(text.substring(end, next));
      if (used > width && end > 0) {
        break;
      }
      blank = text.charAt(end) == ' ' ? end : blank;
      end = next;
    }
    boolean atWord = end < text.length() && text.charAt(end) == ' ';
    return text.substring(0, atWord || blank == 0 ? end : blank);
  }
}
