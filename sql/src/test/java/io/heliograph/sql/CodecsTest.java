/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every span or log line is written to leaves the codec to the server, by the size of a part.
 */
class CodecsTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private final ClickHouseClient client = CLICKHOUSE.client();

  @ParameterizedTest
  @ValueSource(strings = {"otel_traces", "otel_traces_trace_id_ts", "otel_logs", "trace_rows"})
  void columnsOfBusyTables_haveTheServersCodec(String table) {
    migrate();

    assertThat(
            client.value(
                "SELECT groupArray(name) FROM system.columns WHERE database = currentDatabase() AND"
                    + " table = '"
                    + table
                    + "' AND name != 'is_deleted' AND compression_codec LIKE '%ZSTD%'"))
        .isEqualTo("[]"); // ClickHouse lets nobody change the column that an engine deletes by
  }

  @Test
  void newParts_areCompressedQuickly() {
    migrate();
    client.query(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ServiceName, SpanName) SELECT"
            + " toDateTime64('2026-11-01 10:00:00', 9) + number, 'trace', toString(number),"
            + " 'orders', 'pay' FROM numbers(100)");

    assertThat(
            client.value(
                "SELECT DISTINCT default_compression_codec FROM system.parts WHERE database ="
                    + " currentDatabase() AND table = 'otel_traces' AND active"))
        .isEqualTo("LZ4");
  }

  private void migrate() {
    new Migrator(
            SqlClient.to(CLICKHOUSE.url(), "default", "default", ""),
            MigrationSettings.singleServer(CLICKHOUSE.database()),
            line -> {})
        .migrate();
  }
}
