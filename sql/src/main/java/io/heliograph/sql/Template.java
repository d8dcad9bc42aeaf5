/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import io.heliograph.sql.Retention.DataClass;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the places of a migration: <code>${database}</code>, <code>${on_cluster}</code>, <code>
 * ${replicated}</code> (prefix of an engine), <code>${deduplication}</code> (table settings) and
 * <code>${ttl CLASS EXPRESSION}</code> (a TTL clause, or nothing when the class is kept for ever).
 */
final class Template {
  /**
   * How many inserts a table remembers by their tokens. A job that restores its last checkpoint
   * repeats at most what it had in flight, a handful; the rest is room for other writers while that
   * job is down: the ledger takes up to ten inserts a second, for three hours here.
   */
  private static final int DEDUPLICATION_WINDOW = 100_000;

  private static final int DEDUPLICATION_SECONDS = 7 * 24 * 3600;
  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern TTL = Pattern.compile("ttl (\\w+) (.+)");

  private final MigrationSettings settings;

  Template(MigrationSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws IllegalArgumentException when the text has a place this class does not know
   */
  String fill(String text) {
    return PLACE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1))));
  }

  private String value(String place) {
    Matcher ttl = TTL.matcher(place);
    if (ttl.matches()) {
      int days = settings.retention().days(DataClass.of(ttl.group(1)));
      return days == 0 ? "" : "TTL " + ttlExpression(ttl.group(2), days);
    }
    return switch (place) {
      case "database" -> "`" + settings.database() + "`";
      case "on_cluster" ->
          settings.cluster().isEmpty() ? "" : "ON CLUSTER '" + settings.cluster() + "'";
      case "replicated" -> settings.replicated() ? "Replicated" : "";
      case "deduplication" ->
          settings.replicated()
              ? "replicated_deduplication_window = "
                  + DEDUPLICATION_WINDOW
                  + ", replicated_deduplication_window_seconds = "
                  + DEDUPLICATION_SECONDS
              : "non_replicated_deduplication_window = " + DEDUPLICATION_WINDOW;
      default -> throw new IllegalArgumentException("unknown place ${" + place + "}");
    };
  }

  static String ttlExpression(String time, int days) {
    return "toDateTime(" + time + ") + toIntervalDay(" + days + ")";
  }
}
