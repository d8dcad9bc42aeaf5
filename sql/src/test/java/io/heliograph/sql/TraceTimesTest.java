/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code otel_traces_trace_id_ts} is filled by a materialized view: a second part beside the spans'
 * own. A server that dies between the two must not leave the look-up short once the sink repeats
 * the insert with its token, as it does.
 */
class TraceTimesTest {
  private static final String SPANS =
      "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ServiceName, SpanName) SELECT"
          + " toDateTime64('2026-11-01 10:00:00', 9) + number, 'trace-' || toString(number % 10),"
          + " toString(number), 'orders', 'pay' FROM numbers(100)";
  private static final Map<String, String> TOKEN =
      Map.of(
          "insert_deduplication_token", "raw-spans-1",
          "deduplicate_blocks_in_dependent_materialized_views", "1");

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private final ClickHouseClient client = CLICKHOUSE.client();

  @BeforeEach
  void migrate() {
    new Migrator(
            SqlClient.to(CLICKHOUSE.url(), "default", "default", ""),
            MigrationSettings.singleServer(CLICKHOUSE.database()),
            line -> {})
        .migrate();
    client.query("TRUNCATE TABLE otel_traces");
    client.query("TRUNCATE TABLE otel_traces_trace_id_ts");
  }

  @Test
  void repeatedInsert_whoseViewPartWasLost_fillsTheViewAndDoublesNothing() {
    // the state after a kill -9 between the two parts: spans are there, their token too, times not
    client.query(
        "ALTER TABLE otel_traces_trace_id_ts_mv MODIFY QUERY SELECT TraceId, min(Timestamp) AS"
            + " Start, max(Timestamp) AS End FROM otel_traces WHERE 0 GROUP BY TraceId");
    client.query(SPANS, TOKEN);
    client.query(
        "ALTER TABLE otel_traces_trace_id_ts_mv MODIFY QUERY SELECT TraceId, min(Timestamp) AS"
            + " Start, max(Timestamp) AS End FROM otel_traces WHERE TraceId != '' GROUP BY"
            + " TraceId");
    assertThat(client.value("SELECT count() FROM otel_traces_trace_id_ts")).isEqualTo("0");

    client.query(SPANS, TOKEN);

    assertThat(client.value("SELECT count() FROM otel_traces")).isEqualTo("100");
    assertThat(client.value("SELECT count() FROM otel_traces_trace_id_ts FINAL")).isEqualTo("10");
  }

  @Test
  void repeatedInsert_afterBothPartsWereStored_changesNothing() {
    client.query(SPANS, TOKEN);
    client.query(SPANS, TOKEN);

    assertThat(client.value("SELECT count() FROM otel_traces")).isEqualTo("100");
    assertThat(client.value("SELECT count() FROM otel_traces_trace_id_ts")).isEqualTo("10");
  }

  @Test
  void otherInsert_withSameContentAndOtherToken_isStored() {
    client.query(SPANS, TOKEN);
    client.query(
        SPANS,
        Map.of(
            "insert_deduplication_token", "raw-spans-2",
            "deduplicate_blocks_in_dependent_materialized_views", "1"));

    assertThat(client.value("SELECT count() FROM otel_traces")).isEqualTo("200");
    assertThat(client.value("SELECT count() FROM otel_traces_trace_id_ts FINAL")).isEqualTo("10");
    assertThat(
            client.value(
                "SELECT groupUniqArray(dateDiff('second', Start, End)) FROM otel_traces_trace_id_ts"
                    + " FINAL"))
        .isEqualTo("[90]");
  }
}
