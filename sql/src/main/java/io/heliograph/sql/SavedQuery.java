/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question about the fleet, answered by one SELECT.
 *
 * @param name the file's name without its ending
 * @param question what it answers
 * @param parameters what it needs to know
 * @param sql with places such as {@code {service:String}}; names are looked up in the client's
 *     database
 */
public record SavedQuery(String name, String question, List<Parameter> parameters, String sql) {
  private static final Pattern QUESTION = Pattern.compile("-- question: (.+)");
  private static final Pattern PARAMETER =
      Pattern.compile("-- param (\\w+) ([\\w()]+)( = ([^:]*))?: (.+)");
  private static final Pattern FROM_NOW = Pattern.compile("now(?:([+-])(\\d+)([mhd]))?");

  /**
   * A value the person gives.
   *
   * @param type ClickHouse's type name
   * @param standard what it is when nobody gives it; of a DateTime also {@code now} and {@code
   *     now-15m}, in minutes, hours or days
   */
  public record Parameter(
      String name, String type, Optional<String> standard, String description) {}

  public SavedQuery {
    parameters = List.copyOf(parameters);
  }

  /** Runs it with the parameters given, the others at their standard. */
  public QueryResult run(SqlClient client, Map<String, String> given) {
    return client.query(sql, values(given, Clock.systemUTC()));
  }

  /**
   * The value of every parameter.
   *
   * @throws IllegalArgumentException naming what is missing or unknown
   */
  Map<String, String> values(Map<String, String> given, Clock clock) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String value =
          given.containsKey(parameter.name())
              ? given.get(parameter.name())
              : parameter
                  .standard()
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              name
                                  + " needs "
                                  + parameter.name()
                                  + ", "
                                  + parameter.description()));
      values.put(
          parameter.name(),
          parameter.type().startsWith("DateTime") ? time(value, clock.instant()) : value);
    }
    for (String unknown : given.keySet()) {
      if (!values.containsKey(unknown)) {
        throw new IllegalArgumentException(
            name + " has no parameter " + unknown + ", only " + values.keySet());
      }
    }
    return values;
  }

  private static String time(String value, Instant now) {
    Matcher matcher = FROM_NOW.matcher(value);
    if (!matcher.matches()) {
      return value;
    }
    if (matcher.group(1) == null) {
      return Long.toString(now.getEpochSecond());
    }
    long amount = Long.parseLong(matcher.group(2));
    Duration distance =
        switch (matcher.group(3)) {
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    Instant then = matcher.group(1).equals("-") ? now.minus(distance) : now.plus(distance);
    return Long.toString(then.getEpochSecond());
  }

  static SavedQuery parse(String name, String text) {
    String question = null;
    List<Parameter> parameters = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      Matcher asks = QUESTION.matcher(line);
      Matcher takes = PARAMETER.matcher(line);
      if (asks.matches()) {
        question = asks.group(1);
      } else if (takes.matches()) {
        parameters.add(
            new Parameter(
                takes.group(1),
                takes.group(2),
                Optional.ofNullable(takes.group(4)),
                takes.group(5)));
      } else {
        sql.append(line).append('\n');
      }
    }
    if (question == null) {
      throw new IllegalStateException(name + ".sql has no line \"-- question: ...\"");
    }
    return new SavedQuery(name, question, parameters, sql.toString().strip());
  }
}
