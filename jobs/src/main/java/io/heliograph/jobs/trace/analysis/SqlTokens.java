/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/** Where the tokens of SQL end. What is never closed ends with the text. */
final class SqlTokens {
  private SqlTokens() {}

  static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** End of a number, also of {@code 0xCAFE} and {@code 1.5e-7}. */
  static int numberEnd(String text, int from) {
    int end = from + 1;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean signed =
          (c == '-' || c == '+')
              && (text.charAt(end - 1) | 0x20) == 'e'
              && (text.charAt(from + 1) | 0x20) != 'x';
      if (!signed && c != '.' && !isWordPart(c)) {
        break;
      }
      end++;
    }
    return end;
  }

  /** End of a literal in single quotes, within which a quote is doubled or follows a backslash. */
  static int literalEnd(String text, int quote) {
    int end = quote + 1;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (c == '\'') {
        if (end + 1 >= text.length() || text.charAt(end + 1) != '\'') {
          return end + 1;
        }
        end++;
      }
      end++;
    }
    return text.length();
  }

  /**
   * End of {@code $1}, or of a literal in {@code $tag$} as PostgreSQL has it; the start if it is
   * neither.
   */
  static int dollarEnd(String text, int dollar) {
    int end = dollar + 1;
    while (end < text.length() && text.charAt(end) != '$' && isWordPart(text.charAt(end))) {
      end++;
    }
    if (end < text.length() && text.charAt(end) == '$') {
      String tag = text.substring(dollar, end + 1);
      int close = text.indexOf(tag, end + 1);
      return close < 0 ? text.length() : close + tag.length();
    }
    return end > dollar + 1 ? end : dollar;
  }

  static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
  }

  static boolean isWordPart(char c) {
    return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
  }

  /** Whether a sign behind it is an operator. */
  static boolean isOperandEnd(char c) {
    return isWordPart(c) || c == ')' || c == ']' || c == '"' || c == '`' || c == '\'' || c == '?';
  }
}
