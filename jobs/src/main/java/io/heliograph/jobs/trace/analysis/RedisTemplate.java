/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import java.util.Locale;
import java.util.Set;

/**
 * A command to Redis or the like without its values: the command in upper case, then the pattern of
 * its first key; numbers, UUIDs and hexadecimal runs in the key become {@code ?}, the other
 * arguments go. Commands whose first argument is no key, or a secret, stand alone. The lines of a
 * pipeline are joined, repeated ones once. Only the first {@value TemplateText#READ} characters are
 * read, and at most {@value TemplateText#LIMIT} come out.
 */
public final class RedisTemplate {
  private static final Set<String> WITHOUT_KEY =
      Set.of(
          "AUTH",
          "ECHO",
          "EVAL",
          "EVALSHA",
          "EVALSHA_RO",
          "EVAL_RO",
          "FCALL",
          "FCALL_RO",
          "HELLO",
          "MIGRATE",
          "PING",
          "SCAN",
          "SELECT",
          "XREAD",
          "XREADGROUP");
  private static final Set<String> WITH_SUBCOMMAND =
      Set.of(
          "ACL",
          "CLIENT",
          "CLUSTER",
          "COMMAND",
          "CONFIG",
          "DEBUG",
          "FUNCTION",
          "LATENCY",
          "MEMORY",
          "MODULE",
          "OBJECT",
          "PUBSUB",
          "SCRIPT",
          "SENTINEL",
          "SLOWLOG",
          "XGROUP",
          "XINFO");

  private RedisTemplate() {}

  public static String of(String statement) {
    String text = TemplateText.readable(statement);
    TemplateText out = new TemplateText(text.length() + 2);
    String last = "";
    int at = 0;
    while (at < text.length() && !out.isFull()) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      String line = line(text, at, end);
      if (!line.isEmpty() && !line.equals(last)) {
        out.add(last.isEmpty() ? "" : "; ");
        out.add(line);
        last = line;
      }
      at = end + 1;
    }
    return out.finish(" ");
  }

  private static String line(String text, int from, int to) {
    int start = skipBlanks(text, from, to);
    int end = argumentEnd(text, start, to);
    String command = text.substring(start, Math.min(end, start + TemplateText.LIMIT));
    TemplateText out = new TemplateText(to - from);
    String upper = command.toUpperCase(Locale.ROOT);
    new Values(upper, out, true).replace(0, upper.length());
    int key = skipBlanks(text, end, to);
    if (key < to && !WITHOUT_KEY.contains(upper)) {
      int keyEnd = argumentEnd(text, key, to);
      out.add(' ');
      if (WITH_SUBCOMMAND.contains(upper)) {
        String subcommand = text.substring(key, keyEnd).toUpperCase(Locale.ROOT);
        new Values(subcommand, out, true).replace(0, subcommand.length());
      } else {
        key(text, key, keyEnd, out);
      }
    }
    return out.finish("");
  }

  private static void key(String text, int from, int to, TemplateText out) {
    char first = text.charAt(from);
    boolean quoted = first == '"' || first == '\'';
    int start = quoted ? from + 1 : from;
    int end = quoted && to - 1 > from && text.charAt(to - 1) == first ? to - 1 : to;
    new Values(text, out, false).replace(start, end);
  }

  private static int argumentEnd(String text, int from, int to) {
    int at = from;
    if (at < to && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      int close = text.indexOf(text.charAt(at), at + 1);
      return close < 0 || close >= to ? to : close + 1;
    }
    while (at < to && text.charAt(at) > ' ') {
      at++;
    }
    return at;
  }

  private static int skipBlanks(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }
}
