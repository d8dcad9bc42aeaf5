/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.util.Locale;

/** What a database's statements look like. */
enum Dialect {
  /** SQL, and whatever nobody knows better. */
  SQL,
  /** A command and its arguments. */
  COMMAND,
  /** JSON: values cannot be told from names. */
  DOCUMENT;

  /** The dialect of a {@code db.system.name} or {@code db.system}. */
  static Dialect of(String system) {
    return switch (system.toLowerCase(Locale.ROOT)) {
      case "redis", "valkey", "keydb", "dragonfly", "memcached" -> COMMAND;
      case "mongodb",
          "elasticsearch",
          "opensearch",
          "dynamodb",
          "aws.dynamodb",
          "couchdb",
          "azure.cosmosdb",
          "cosmosdb" ->
          DOCUMENT;
      default -> SQL;
    };
  }
}
