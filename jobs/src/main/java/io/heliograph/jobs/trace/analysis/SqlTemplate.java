/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.TemplateText.VALUE;

/**
 * An SQL statement without its values: literals, numbers and parameters become {@code ?}, lists and
 * rows of nothing but those become one, comments go, blanks become one space. Names, quoted or not,
 * and the case of keywords stay.
 *
 * <p>Knows no dialect, so it errs where dialects do: a backslash escapes (MySQL), and what stands
 * in double quotes is a name (the standard). Whatever is never closed ends with the statement. Only
 * the first {@value TemplateText#READ} characters are read, and at most {@value TemplateText#LIMIT}
 * come out.
 */
public final class SqlTemplate {
  private static final int END = -1;

  private final String text;
  private final TemplateText out;
  private int at;
  private int depth;
  private boolean gap;

  private SqlTemplate(String text) {
    this.text = text;
    out = new TemplateText(text.length() + 1);
  }

  public static String of(String statement) {
    return new SqlTemplate(TemplateText.readable(statement)).read();
  }

  private String read() {
    while (at < text.length() && !out.isFull()) {
      char c = text.charAt(at);
      if (c <= ' ') {
        gap = true;
        at++;
      } else if (SqlTokens.isWordStart(c)) {
        word();
      } else if (c >= '0' && c <= '9') {
        parameter(SqlTokens.numberEnd(text, at));
      } else {
        symbol(c);
      }
    }
    return out.finish(" ;,");
  }

  private void symbol(char c) {
    switch (c) {
      case '\'' -> parameter(SqlTokens.literalEnd(text, at));
      case '"', '`' -> quotedName(c);
      case '$' -> dollar();
      case '?' -> parameter(at + 1);
      case ':', '@' -> named(c);
      case '-', '+', '.' -> signOrComment(c);
      case '/' -> slash();
      case '(', '[' -> open();
      case ')', ']' -> close();
      case ',' -> comma();
      default -> plain();
    }
  }

  private void word() {
    int end = SqlTokens.wordEnd(text, at);
    if (end - at == 1 && peek(1) == '\'') { // N'..', E'..', X'..', B'..'
      parameter(SqlTokens.literalEnd(text, end));
      return;
    }
    space();
    while (at < end) {
      at = out.copy(text, at, end);
    }
  }

  private void quotedName(char quote) {
    space();
    int close = text.indexOf(quote, at + 1);
    int end = close < 0 ? text.length() : close + 1;
    while (at < end && !out.isFull()) {
      at = out.copy(text, at, end);
    }
    at = end;
  }

  private void dollar() {
    int end = SqlTokens.dollarEnd(text, at);
    if (end > at) {
      parameter(end);
    } else {
      plain();
    }
  }

  /** {@code :name} and {@code @name} are parameters; {@code ::type} and {@code @@name} are not. */
  private void named(char c) {
    int next = peek(1);
    if (next == c) {
      space();
      out.add(c);
      out.add(c);
      at += 2;
    } else if (next != END && SqlTokens.isWordPart((char) next)) {
      parameter(SqlTokens.wordEnd(text, at + 1));
    } else {
      plain();
    }
  }

  private void signOrComment(char c) {
    if (c == '-' && peek(1) == '-') {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
      gap = true;
      return;
    }
    int digit = c != '.' && peek(1) == '.' ? peek(2) : peek(1);
    boolean behindOperand = at > 0 && SqlTokens.isOperandEnd(text.charAt(at - 1));
    if (digit >= '0' && digit <= '9' && !behindOperand) {
      parameter(SqlTokens.numberEnd(text, at + 1));
    } else {
      plain();
    }
  }

  private void slash() {
    if (peek(1) != '*') {
      plain();
      return;
    }
    int end = text.indexOf("*/", at + 2);
    at = end < 0 ? text.length() : end + 2;
    gap = true;
  }

  private void open() {
    plain();
    depth++;
  }

  private void close() {
    gap = false;
    plain();
    depth = Math.max(0, depth - 1);
    if (out.endsWith("(?), (?)")) {
      out.takeBack(", (?)".length());
    }
  }

  private void comma() {
    gap = false;
    plain();
    gap = true;
  }

  private void plain() {
    space();
    at = out.copy(text, at, text.length());
  }

  /** A value that ends before an index; the second and later ones of a list go. */
  private void parameter(int end) {
    at = end;
    if (depth > 0 && out.endsWith("?,")) {
      out.takeBack(1);
      gap = false;
    } else {
      space();
      out.add(VALUE);
    }
  }

  private void space() {
    if (gap && !out.isEmpty() && !out.endsWith("(") && !out.endsWith("[")) {
      out.add(' ');
    }
    gap = false;
  }

  private int peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }
}
