/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns a panel's SQL into what Grafana's ClickHouse data source (4.20) sends: template variables
 * and {@code $__conditionalAll} as its front end does, then the {@code $__} macros of its back end.
 * An unknown macro or variable is an error here, where Grafana would pass it on.
 *
 * @param interval width of a point on the panel, at least 1 s
 * @param variables chosen values by variable; an empty list stands for "All"
 */
record MacroExpander(
    Instant from, Instant to, Duration interval, Map<String, List<String>> variables) {
  private static final Pattern NAME = Pattern.compile("\\$__(\\w+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}");
  private static final String CONDITIONAL = "$__conditionalAll";

  String expand(String sql) {
    return expandMacros(expandVariables(expandConditionals(sql)));
  }

  /** {@code $__conditionalAll(condition, $variable)} is 1=1 while the variable is at "All". */
  private String expandConditionals(String sql) {
    String rest = sql;
    for (int at = rest.indexOf(CONDITIONAL); at >= 0; at = rest.indexOf(CONDITIONAL)) {
      int open = at + CONDITIONAL.length();
      int close = closing(rest, open);
      List<String> arguments = arguments(rest.substring(open + 1, close));
      if (arguments.size() != 2 || !arguments.get(1).startsWith("$")) {
        throw new IllegalArgumentException("$__conditionalAll(condition, $variable): " + sql);
      }
      boolean all = chosen(arguments.get(1).substring(1)).isEmpty();
      rest = rest.substring(0, at) + (all ? "1=1" : arguments.get(0)) + rest.substring(close + 1);
    }
    return rest;
  }

  private String expandVariables(String sql) {
    return VARIABLE
        .matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(formatted(chosen(match.group(1)), match.group(2), sql)));
  }

  private static String formatted(List<String> values, String format, String sql) {
    if (format == null || format.equals("csv")) {
      return String.join(",", values);
    }
    if (format.equals("singlequote")) {
      return values.stream()
          .map(value -> "'" + value.replace("'", "\\'") + "'")
          .collect(Collectors.joining(","));
    }
    throw new IllegalArgumentException("unknown format ':" + format + "' in: " + sql);
  }

  private List<String> chosen(String variable) {
    List<String> values = variables.get(variable);
    if (values == null) {
      throw new IllegalArgumentException("the dashboard has no variable '" + variable + "'");
    }
    return values;
  }

  private String expandMacros(String sql) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = NAME.matcher(sql);
    int done = 0;
    while (matcher.find(done)) {
      out.append(sql, done, matcher.start());
      done = matcher.end();
      List<String> arguments = List.of();
      if (done < sql.length() && sql.charAt(done) == '(') {
        int close = closing(sql, done);
        arguments = arguments(sql.substring(done + 1, close));
        done = close + 1;
      }
      out.append(macro(matcher.group(1), arguments));
    }
    return out.append(sql, done, sql.length()).toString();
  }

  private String macro(String name, List<String> arguments) {
    return switch (name) {
      case "fromTime" -> seconds(from);
      case "toTime" -> seconds(to);
      case "fromTime_ms" -> millis(from);
      case "toTime_ms" -> millis(to);
      case "interval_s" -> Long.toString(Math.max(1, interval.toSeconds()));
      case "timeFilter" -> between(only(name, arguments), seconds(from), seconds(to));
      case "timeFilter_ms" -> between(only(name, arguments), millis(from), millis(to));
      case "dateFilter" -> between(only(name, arguments), date(from), date(to));
      case "timeInterval" ->
          "toStartOfInterval(toDateTime(%s), INTERVAL %d second)"
              .formatted(only(name, arguments), Math.max(1, interval.toSeconds()));
      case "timeInterval_ms" ->
          "toStartOfInterval(toDateTime64(%s, 3), INTERVAL %d millisecond)"
              .formatted(only(name, arguments), Math.max(1, interval.toMillis()));
      default -> throw new IllegalArgumentException("unknown macro $__" + name);
    };
  }

  private static String only(String name, List<String> arguments) {
    if (arguments.size() != 1 || arguments.get(0).isBlank()) {
      throw new IllegalArgumentException("$__" + name + " takes 1 argument, has " + arguments);
    }
    return arguments.get(0);
  }

  private static String between(String column, String low, String high) {
    return column + " >= " + low + " AND " + column + " <= " + high;
  }

  private static String seconds(Instant time) {
    return "toDateTime(" + time.getEpochSecond() + ")";
  }

  private static String millis(Instant time) {
    return "fromUnixTimestamp64Milli(" + time.toEpochMilli() + ")";
  }

  private static String date(Instant time) {
    return "toDate('" + time.atOffset(ZoneOffset.UTC).toLocalDate() + "')";
  }

  /** The parenthesis that closes the one at {@code open}. */
  private static int closing(String sql, int open) {
    int depth = 0;
    for (int i = open; i < sql.length(); i++) {
      if (sql.charAt(i) == '(') {
        depth++;
      } else if (sql.charAt(i) == ')' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a parenthesis is not closed: " + sql);
  }

  /** Splits at the commas that stand in no parenthesis. */
  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        arguments.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    arguments.add(text.substring(start).strip());
    return arguments;
  }
}
