/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each name answers one row per key, whatever revisions and increments lie beneath. */
class ViewsTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static SqlClient client;

  @BeforeAll
  static void migrate() {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
  }

  @Test
  void instances_withSeveralRevisions_showTheNewestEvenWhenItArrivedFirst() {
    client.execute(
        "INSERT INTO instances_versions (namespace, service, instance_id, state, revision)"
            + " VALUES ('default', 'orders', 'orders-1', 'DOWN', 7)");
    client.execute(
        "INSERT INTO instances_versions (namespace, service, instance_id, state, revision)"
            + " VALUES ('default', 'orders', 'orders-1', 'UP', 6)");

    assertThat(client.query("SELECT instance_id, state FROM instances").rows())
        .containsExactly(List.of("orders-1", "DOWN"));
  }

  @Test
  void ledger_withIncrements_showsTheirSum() {
    for (int count : new int[] {3, 4}) {
      client.execute(
          "INSERT INTO pipeline_ledger_deltas VALUES (60, 'spans', 'accepted', " + count + ")");
    }

    assertThat(client.query("SELECT signal, stage, count FROM pipeline_ledger").rows())
        .containsExactly(List.of("spans", "accepted", "7"));
  }

  @Test
  void messages_withoutConsumer_haveOneRowThatGivesWayToTheGroups() {
    client.execute(
        "INSERT INTO message_traces_versions (message_id, consumer_group, outcome, revision) VALUES"
            + " ('m-1', '', 'produced', 1), ('m-2', '', 'produced', 1)");
    client.execute(
        "INSERT INTO message_traces_versions (message_id, consumer_group, outcome, revision) VALUES"
            + " ('m-2', 'mail', 'consumed', 2), ('m-2', 'stock', 'failed', 1)");

    assertThat(
            client
                .query("SELECT message_id, consumer_group FROM message_traces ORDER BY ALL")
                .rows())
        .containsExactly(List.of("m-1", ""), List.of("m-2", "mail"), List.of("m-2", "stock"));
    assertThat(
            client
                .query("SELECT consumer_group FROM message_traces WHERE message_id = 'm-1'")
                .column("consumer_group"))
        .containsExactly("");
  }

  @Test
  void patternCounts_withIncrements_showTheirSum() {
    client.execute("INSERT INTO log_pattern_counts_deltas VALUES (60, 'orders', 'ERROR', '', 2)");
    client.execute("INSERT INTO log_pattern_counts_deltas VALUES (60, 'orders', 'ERROR', '', 5)");

    assertThat(client.query("SELECT count FROM log_pattern_counts").column("count"))
        .containsExactly("7");
  }
}
