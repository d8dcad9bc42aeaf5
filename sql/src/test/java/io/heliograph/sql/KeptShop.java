/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.Retention.DataClass;
import java.util.List;
import java.util.Map;

/**
 * A shop that samples its traces of 2026-11-01. Spans are copied when a test says so, of rows that
 * it says arrived so many minutes ago. Migrated twice.
 */
final class KeptShop {
  static final String OF_VIEW =
      " WHERE database = currentDatabase() AND view = 'otel_traces_kept_mv'";

  final SqlClient client;
  private final String database;

  KeptShop(ClickHouseExtension server) {
    database = server.database();
    client = SqlClient.to(server.url(), database, "default", "");
    migrate(Map.of(DataClass.KEPT_TRACES, 30));
    migrate(Map.of(DataClass.KEPT_TRACES, 30));
    client.execute("SYSTEM STOP VIEW otel_traces_kept_mv"); // its own rounds, every five minutes
  }

  void empty() {
    for (String table :
        List.of("otel_traces", "trace_rows", "trace_rows_kept", "otel_traces_kept_rows")) {
      client.execute("TRUNCATE TABLE " + table);
    }
  }

  List<String> migrate(Map<DataClass, Integer> days) {
    return new Migrator(
            client, new MigrationSettings(database, false, "", new Retention(days)), line -> {})
        .migrate();
  }

  /** Copies; returns how many rows it wrote, its mark included. */
  long copy() {
    client.execute("SYSTEM START VIEW otel_traces_kept_mv");
    client.execute("SYSTEM REFRESH VIEW otel_traces_kept_mv");
    client.execute("SYSTEM WAIT VIEW otel_traces_kept_mv");
    client.execute("SYSTEM STOP VIEW otel_traces_kept_mv");
    return Long.parseLong(
        client
            .query("SELECT written_rows AS n FROM system.view_refreshes" + OF_VIEW)
            .column("n")
            .get(0));
  }

  /** Moves the arrival of all rows of kept traces. */
  void arrivedMinutesAgo(int minutes) {
    client.execute(
        "ALTER TABLE trace_rows_kept UPDATE arrived = now64(3) - INTERVAL "
            + minutes
            + " MINUTE WHERE 1 SETTINGS mutations_sync = 1");
  }

  void spans(String trace, String time, int count) {
    client.execute(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, ServiceName,"
            + " SpanAttributes, Events.Timestamp, Events.Name, Events.Attributes) SELECT"
            + " toDateTime64('2026-11-01 %s', 9) + number / 1000, '%s', toString(number), 'place',"
                .formatted(time, trace)
            + " 'orders', map('order.id', toString(number)), [toDateTime64('2026-11-01 10:00:00',"
            + " 9)], ['paid'], [map('by', 'card')] FROM numbers("
            + count
            + ")");
  }

  void trace(String id, String start, int spans, String reason, int weight, long version) {
    client.execute(
        "INSERT INTO trace_rows (trace_id, start_day, start_time, duration_ns, root_service,"
            + " root_operation, span_count, keep_reason, weight, version) VALUES ('%s',"
                .formatted(id)
            + " '2026-11-01', '2026-11-01 %s', 1000000000, 'orders', 'place', %d, '%s', %d, %d)"
                .formatted(start, spans, reason, weight, version));
  }

  List<String> all() {
    return client
        .query(
            "SELECT concat(TraceId, ' ', toString(count())) AS line FROM otel_traces_all GROUP BY"
                + " TraceId ORDER BY TraceId")
        .column("line");
  }

  String stored() {
    return client.query("SELECT count() AS n FROM otel_traces_kept").column("n").get(0);
  }
}
