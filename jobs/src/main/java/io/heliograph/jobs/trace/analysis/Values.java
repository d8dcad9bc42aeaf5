/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.TemplateText.VALUE;

/**
 * Finds what looks like a value within a name and puts {@code ?} in its place: numbers, UUIDs, runs
 * of at least {@value #HEX} hexadecimal digits among which is a decimal one, and long tokens that
 * nobody would have chosen as a name.
 */
final class Values {
  private static final int UUID = 36;
  private static final int HEX = 8;
  private static final int RANDOM = 16;
  private static final int TOO_LONG = 64;

  private final String text;
  private final TemplateText out;
  private final boolean namesHaveDigits;

  /**
   * @param namesHaveDigits whether {@code v2} and {@code s3} are names rather than values
   */
  Values(String text, TemplateText out, boolean namesHaveDigits) {
    this.text = text;
    this.out = out;
    this.namesHaveDigits = namesHaveDigits;
  }

  /** Whether a text is surely its own template. */
  static boolean none(String text) {
    if (text.length() >= TOO_LONG) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDigit(c) || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** Adds a part of the text. */
  void replace(int from, int to) {
    int at = from;
    while (at < to && !out.isFull()) {
      if (!isRunPart(text.charAt(at))) {
        at = out.copy(text, at, to);
        continue;
      }
      int end = at + 1;
      while (end < to && isRunPart(text.charAt(end))) {
        end++;
      }
      run(at, end);
      at = end;
    }
  }

  /** Letters, digits, dashes and underscores. */
  private void run(int from, int to) {
    if (isRandom(from, to)) {
      out.add(VALUE);
      return;
    }
    int at = from;
    while (at < to && !out.isFull()) {
      if (!isLetterOrDigit(text.charAt(at))) {
        out.add(text.charAt(at++));
      } else if (isUuid(at, to)) {
        out.add(VALUE);
        at += UUID;
      } else {
        int end = at + 1;
        while (end < to && isLetterOrDigit(text.charAt(end))) {
          end++;
        }
        token(at, end);
        at = end;
      }
    }
  }

  private void token(int from, int to) {
    if (to - from >= TOO_LONG || isHex(from, to)) {
      out.add(VALUE);
      return;
    }
    int at = from;
    while (at < to) {
      if (!isDigit(text.charAt(at))) {
        out.add(text.charAt(at++));
        continue;
      }
      int end = at + 1;
      while (end < to && isDigit(text.charAt(end))) {
        end++;
      }
      if (namesHaveDigits && isPartOfName(from, at, end)) {
        out.add(text.substring(at, end));
      } else {
        out.add(VALUE);
      }
      at = end;
    }
  }

  /** One digit behind a letter, or a version. */
  private boolean isPartOfName(int from, int digits, int end) {
    return digits > from
        && (end - digits == 1
            || (digits - from == 1 && text.charAt(from) == 'v' && end - digits <= 3));
  }

  private boolean isRandom(int from, int to) {
    if (to - from < RANDOM) {
      return false;
    }
    int digits = 0;
    int numbers = 0;
    boolean separated = false;
    boolean upper = false;
    boolean lower = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        digits++;
        numbers += i == from || !isDigit(text.charAt(i - 1)) ? 1 : 0;
      }
      separated |= c == '-' || c == '_';
      upper |= c >= 'A' && c <= 'Z';
      lower |= c >= 'a' && c <= 'z';
    }
    return digits >= 3 && numbers >= 2 && (!separated || (upper && lower));
  }

  private boolean isUuid(int from, int to) {
    if (to - from < UUID || (to - from > UUID && isLetterOrDigit(text.charAt(from + UUID)))) {
      return false;
    }
    for (int i = 0; i < UUID; i++) {
      char c = text.charAt(from + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  private boolean isHex(int from, int to) {
    if (text.startsWith("0x", from) && to - from > 2) {
      return true;
    }
    boolean digit = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isHex(c)) {
        return false;
      }
      digit |= isDigit(c);
    }
    return digit && to - from >= HEX;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isRunPart(char c) {
    return isLetterOrDigit(c) || c == '-' || c == '_';
  }

  private static boolean isLetterOrDigit(char c) {
    return isDigit(c)
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= 128 && Character.isLetter(c));
  }
}
