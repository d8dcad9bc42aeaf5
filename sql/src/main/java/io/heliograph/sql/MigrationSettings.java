/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where and how the tables are laid out.
 *
 * @param database letters, digits and underscores
 * @param replicated engines of the ReplicatedMergeTree family instead of MergeTree
 * @param cluster name for ON CLUSTER, or empty for one server
 * @param retention expiry by class of data
 */
public record MigrationSettings(
    String database, boolean replicated, String cluster, Retention retention) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_{}.-]{0,100}");

  public MigrationSettings {
    if (!NAME.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "HELIOGRAPH_CLICKHOUSE_DATABASE is \""
              + database
              + "\", but may hold letters, digits and underscores only");
    }
    if (!CLUSTER.matcher(cluster).matches()) {
      throw new IllegalArgumentException(
          "HELIOGRAPH_CLICKHOUSE_CLUSTER is \"" + cluster + "\", not a cluster's name");
    }
  }

  /** One server, plain MergeTree engines, nothing expires. */
  public static MigrationSettings singleServer(String database) {
    return new MigrationSettings(database, false, "", Retention.forEver());
  }

  static MigrationSettings fromEnvironment(Map<String, String> env) {
    return new MigrationSettings(
        env.getOrDefault("HELIOGRAPH_CLICKHOUSE_DATABASE", "heliograph"),
        truth(env.getOrDefault("HELIOGRAPH_CLICKHOUSE_REPLICATED", "false")),
        env.getOrDefault("HELIOGRAPH_CLICKHOUSE_CLUSTER", ""),
        Retention.fromEnvironment(env));
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "HELIOGRAPH_CLICKHOUSE_REPLICATED is \"" + value + "\", but must be true or false");
    };
  }
}
