/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** What several tests of the sink share. */
final class Fixtures {
  static final TableSchema ORDERS =
      TableSchema.of("orders", "id", "UInt64", "item", "LowCardinality(String)");

  static final String DEAD_LETTERS_DDL =
      "CREATE TABLE dead_letters (time DateTime64(3), signal LowCardinality(String), topic"
          + " LowCardinality(String), partition Int32, offset Int64, reason String, payload String,"
          + " stage LowCardinality(String), count UInt64) ENGINE = MergeTree ORDER BY (time,"
          + " signal) SETTINGS non_replicated_deduplication_window = 1000";

  static final String LEDGER_DDL =
      "CREATE TABLE pipeline_ledger_deltas (window_start DateTime, signal LowCardinality(String),"
          + " stage LowCardinality(String), count UInt64) ENGINE = SummingMergeTree(count) ORDER BY"
          + " (window_start, signal, stage) SETTINGS non_replicated_deduplication_window = 1000";

  static final String ORDERS_DDL =
      "CREATE TABLE orders (id UInt64, item LowCardinality(String), CONSTRAINT no_poison CHECK item"
          + " != 'poison') ENGINE = MergeTree ORDER BY id SETTINGS"
          + " non_replicated_deduplication_window = 1000";

  private Fixtures() {}

  static SinkSettings settings() {
    return settings(1_000_000, 64 << 20, true);
  }

  /** Settings of a sink into that server; the others name one that nobody is. */
  static SinkSettings settings(String url) {
    return settings(url, 1_000_000, 64 << 20, true);
  }

  static SinkSettings settings(int maxRows, long maxPendingBytes, boolean countStored) {
    return settings("http://127.0.0.1:1", maxRows, maxPendingBytes, countStored);
  }

  private static SinkSettings settings(
      String url, int maxRows, long maxPendingBytes, boolean countStored) {
    return new SinkSettings(
        "test",
        ClickHouseConnection.of(url, "default", "default", ""),
        maxRows,
        256 << 20,
        maxPendingBytes,
        countStored,
        4,
        Duration.ofSeconds(30),
        Duration.ofMillis(1),
        Duration.ofMillis(20),
        10);
  }

  static CommitMetrics metrics() {
    return CommitMetrics.register(new UnregisteredMetricsGroup());
  }

  /** Blocks into which orders are put, one record an order, signal "orders". */
  static OpenBlocks blocks(String tokenPrefix) {
    return new OpenBlocks(List.of(ORDERS), settings(), tokenPrefix);
  }

  /** Puts an order in, from Kafka's offset {@code id} and minute 0. */
  static void order(OpenBlocks blocks, long id, String item) throws IOException {
    blocks.origin("orders", "topic", 0, id, 1);
    blocks.rows("orders").appendItem(id, item);
    blocks.endElement();
  }

  static SinkCommittable orders(String tokenPrefix, String... items) throws IOException {
    OpenBlocks blocks = blocks(tokenPrefix);
    for (int i = 0; i < items.length; i++) {
      order(blocks, i, items[i]);
    }
    return blocks.freeze().get(0);
  }
}
