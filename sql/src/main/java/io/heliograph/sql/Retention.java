/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * For how many days each class of data is kept. A class that is not named, or has 0, is kept for
 * ever.
 *
 * @param days by class, each 0 to 36500
 */
public record Retention(Map<DataClass, Integer> days) {
  private static final int MOST_DAYS = 36_500;

  /** What expires together. The name in lower case is the one in {@code ${ttl ...}}. */
  public enum DataClass {
    TRACES,
    KEPT_TRACES,
    LOGS,
    METRICS,
    FLEET,
    CONFIG,
    MESSAGES,
    LIMITS,
    PIPELINE;

    String variable() {
      return "HELIOGRAPH_TTL_" + name() + "_DAYS";
    }

    static DataClass of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  public Retention {
    days = Map.copyOf(days);
    days.forEach(
        (type, value) -> {
          if (value < 0 || value > MOST_DAYS) {
            throw new IllegalArgumentException(
                type.variable()
                    + " is "
                    + value
                    + ", but must be 0 (keep for ever) to "
                    + MOST_DAYS);
          }
        });
  }

  public static Retention forEver() {
    return new Retention(Map.of());
  }

  static Retention fromEnvironment(Map<String, String> env) {
    Map<DataClass, Integer> days = new TreeMap<>();
    for (DataClass type : DataClass.values()) {
      String value = env.get(type.variable());
      if (value != null && !value.isBlank()) {
        try {
          days.put(type, Integer.parseInt(value.trim()));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              type.variable() + " is \"" + value + "\", not a whole number of days", e);
        }
      }
    }
    return new Retention(days);
  }

  int days(DataClass type) {
    return days.getOrDefault(type, 0);
  }
}
