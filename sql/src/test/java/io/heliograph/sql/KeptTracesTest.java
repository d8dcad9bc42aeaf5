/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.Retention.DataClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spans of kept traces outlive {@code otel_traces}, and nothing is seen twice. */
class KeptTracesTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static KeptShop shop;

  @BeforeAll
  static void open() {
    shop = new KeptShop(CLICKHOUSE);
  }

  @BeforeEach
  void empty() {
    shop.empty();
  }

  @Test
  void spansOfKeptTraces_outliveTheRawOnes_othersVanish() {
    shop.spans("kept", "10:00:00", 3);
    shop.spans("other", "10:00:00", 3);
    shop.trace("kept", "10:00:00", 3, "error", 1, 3_000);
    shop.trace("other", "10:00:00", 3, "", 0, 3_000);
    shop.arrivedMinutesAgo(30);

    shop.copy();

    assertThat(shop.all()).containsExactly("kept 3", "other 3");
    shop.client.execute("ALTER TABLE otel_traces DROP PARTITION '2026-11-01'");
    shop.client.execute("ALTER TABLE trace_rows DROP PARTITION '2026-11-01'");
    assertThat(shop.all()).containsExactly("kept 3");
    assertThat(
            shop.client
                .query(
                    "SELECT Timestamp, SpanId, ServiceName, SpanAttributes, Events.Name,"
                        + " keep_reason, weight FROM otel_traces_kept ORDER BY SpanId LIMIT 1")
                .rows())
        .containsExactly(
            List.of(
                "2026-11-01 10:00:00.000000000",
                "0",
                "orders",
                "{'order.id':'0'}",
                "['paid']",
                "error",
                "1"));
    assertThat(shop.client.query("SELECT trace_id, keep_reason FROM traces_kept").rows())
        .containsExactly(List.of("kept", "error"));
  }

  @Test
  void spansOfTrace_ofAKeptOne_areTheSameOnceAllElseHasExpired() {
    shop.spans("kept", "10:00:00", 3);
    shop.trace("kept", "10:00:00", 3, "error", 1, 3_000);
    shop.client.execute(
        "ALTER TABLE trace_rows_kept UPDATE path_span_ids = ['1'], path_services = ['orders'],"
            + " path_operations = ['place'], path_self_ns = [7000000] WHERE 1 SETTINGS"
            + " mutations_sync = 1");
    shop.arrivedMinutesAgo(30);
    shop.copy();
    SavedQuery query = SavedQueries.named("spans_of_trace");
    List<List<String>> before = query.run(shop.client, Map.of("trace_id", "kept")).rows();

    for (String table : List.of("otel_traces", "otel_traces_trace_id_ts", "trace_rows")) {
      shop.client.execute("TRUNCATE TABLE " + table);
    }

    QueryResult after = query.run(shop.client, Map.of("trace_id", "kept"));
    assertThat(after.rows()).hasSize(3).isEqualTo(before);
    assertThat(after.column("critical_ms")).containsExactly("0", "7", "0");
  }

  @Test
  void expiry_ofRawSpans_isNotThatOfKeptOnes() {
    shop.spans("kept", "10:00:00", 2);
    shop.trace("kept", "10:00:00", 2, "slow", 1, 2_000);
    shop.arrivedMinutesAgo(30);
    shop.copy();

    try {
      shop.migrate(Map.of(DataClass.TRACES, 1, DataClass.KEPT_TRACES, 30));
      shop.client.execute("OPTIMIZE TABLE otel_traces FINAL");
      shop.client.execute("OPTIMIZE TABLE otel_traces_kept_rows FINAL");
    } finally {
      shop.migrate(Map.of(DataClass.KEPT_TRACES, 30));
    }

    assertThat(shop.client.query("SELECT count() AS n FROM otel_traces").column("n"))
        .containsExactly("0");
    assertThat(shop.all()).containsExactly("kept 2");
  }

  @Test
  void tracesKept_whoseStartMovedToTheDayBefore_areOneRow() {
    shop.client.execute(
        "INSERT INTO trace_rows (trace_id, start_day, keep_reason, weight, version, is_deleted)"
            + " VALUES ('t', '2026-11-02', 'error', 1, 5000, 0), ('t', '2026-11-01', 'error', 1,"
            + " 6001, 0), ('t', '2026-11-02', '', 0, 6001, 1)");

    assertThat(shop.client.query("SELECT start_day FROM traces_kept").column("start_day"))
        .containsExactly("2026-11-01");
  }

  @Test
  void lookUpById_inBothTables_usesTheIndexOfEach() {
    shop.spans("kept", "10:00:00", 20_000);
    shop.trace("kept", "10:00:00", 20_000, "error", 1, 20_000_000);
    shop.arrivedMinutesAgo(30);
    shop.copy();

    List<String> plan =
        shop.client
            .query("EXPLAIN indexes = 1 SELECT * FROM otel_traces_all WHERE TraceId = 'other'")
            .column("explain");

    assertThat(plan).anyMatch(line -> line.contains("idx_trace_id"));
    assertThat(plan).anyMatch(line -> line.contains("(TraceId in ['other', 'other'])"));
  }
}
