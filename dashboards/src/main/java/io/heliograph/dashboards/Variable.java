/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.List;

/** What the person at the dashboard chooses or types; queries name it as {@code ${name}}. */
sealed interface Variable {
  String name();

  String label();

  /**
   * A drop-down of values that a ClickHouse query lists; several or all can be chosen.
   *
   * @param sql one column of text
   */
  record Choices(String name, String label, String sql) implements Variable {}

  /**
   * A drop-down of values that a ClickHouse query lists, of which one is chosen, at first the
   * first.
   *
   * @param sql one column of text
   */
  record Choice(String name, String label, String sql) implements Variable {}

  /**
   * A drop-down of values known beforehand; several or all can be chosen.
   *
   * @param values without commas and colons
   */
  record Known(String name, String label, List<String> values) implements Variable {
    public Known {
      values = List.copyOf(values);
    }
  }

  /**
   * A distance in time, in seconds.
   *
   * @param distances labels and seconds, such as {@code 1 hour : 3600}; the first is the standard
   */
  record Distance(String name, String label, List<String> distances) implements Variable {
    public Distance {
      distances = List.copyOf(distances);
    }
  }

  /**
   * A line of text.
   *
   * @param standard what it is until somebody types
   */
  record Text(String name, String label, String standard) implements Variable {}
}
