/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the trace job writes in any order, and what the views over it show. */
class TraceViewsTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static SqlClient client;

  @BeforeAll
  static void migrate() {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
  }

  @BeforeEach
  void empty() {
    for (String table : List.of("trace_rows", "trace_finding_rows", "service_lanes")) {
      client.execute("TRUNCATE TABLE " + table);
    }
  }

  @Test
  void traces_ofTwoRevisions_showTheHigherVersionEvenWhenItArrivedFirst() {
    trace("t", "2026-11-01 10:00:00", 6, 6_001, 0);
    trace("t", "2026-11-01 10:00:00", 5, 5_000, 0);

    assertThat(traces()).containsExactly(List.of("t", "2026-11-01 10:00:00.000000000", "6"));
  }

  @Test
  void traces_fragmentOfAStraggler_doesNotHideTheFullerRow() {
    trace("t", "2026-11-01 10:00:00", 50, 50_000, 0);
    trace("t", "2026-11-01 10:00:20", 1, 1_000, 0);

    assertThat(traces()).containsExactly(List.of("t", "2026-11-01 10:00:00.000000000", "50"));
  }

  @Test
  void traces_idUsedAgainAnotherDay_isAnotherRow() {
    trace("t", "2026-11-01 10:00:00", 5, 5_000, 0);
    trace("t", "2026-11-02 10:00:00", 2, 2_000, 0);

    assertThat(traces())
        .containsExactly(
            List.of("t", "2026-11-01 10:00:00.000000000", "5"),
            List.of("t", "2026-11-02 10:00:00.000000000", "2"));
  }

  @Test
  void traces_startMovedToTheDayBefore_isOneRow() {
    trace("t", "2026-11-02 00:00:00", 5, 5_000, 0);
    trace("t", "2026-11-01 23:59:59", 6, 6_001, 0);
    trace("t", "2026-11-02 00:00:00", 0, 6_001, 1);

    assertThat(traces()).containsExactly(List.of("t", "2026-11-01 23:59:59.000000000", "6"));
  }

  @Test
  void traces_revisionThatLeavesTheWindow_doesNotBringBackTheRowBefore() {
    trace("t", "2026-11-01 10:00:00", 5, 5_000, 0);
    trace("t", "2026-11-01 09:00:00", 6, 6_001, 0);

    assertThat(
            client
                .query("SELECT trace_id FROM traces WHERE start_time >= '2026-11-01 09:30:00'")
                .rows())
        .isEmpty();
  }

  @Test
  void traces_afterMerges_showTheSame() {
    trace("t", "2026-11-01 10:00:00", 5, 5_000, 0);
    trace("u", "2026-11-01 10:00:00", 1, 1_000, 0);
    trace("t", "2026-11-01 10:00:00", 6, 6_001, 0);
    trace("u", "2026-11-01 10:00:00", 0, 2_000, 1);
    List<List<String>> before = traces();

    client.execute("OPTIMIZE TABLE trace_rows FINAL");

    assertThat(traces())
        .isEqualTo(before)
        .containsExactly(List.of("t", "2026-11-01 10:00:00.000000000", "6"));
  }

  @Test
  void criticalPath_isOneTuplePerSpanAndASumPerService() {
    client.execute(
        "INSERT INTO trace_rows (trace_id, path_ids, path_services, path_operations,"
            + " path_self_ns, keep_reason, version) VALUES ('t', [10, 0x0af7651916cd43dd,"
            + " 0xffffffffffffffff], ['orders', 'stock', 'orders'], ['place', 'get', 'pay'],"
            + " [10, 20, 30], 'error', 1)");

    for (String view : List.of("traces", "traces_kept")) {
      assertThat(client.query("SELECT critical_path.span_id FROM " + view).rows())
          .as(view)
          .containsExactly(List.of("['000000000000000a','0af7651916cd43dd','ffffffffffffffff']"));
    }
    assertThat(
            client
                .query("SELECT critical_path.service, path_self_ns_by_service FROM traces")
                .rows())
        .containsExactly(List.of("['orders','stock','orders']", "{'orders':40,'stock':20}"));
  }

  @Test
  void criticalPath_ofARowFromBeforeIdsWereNumbers_isAsItWas() {
    client.execute(
        "INSERT INTO trace_rows (trace_id, path_span_ids, path_services, path_operations,"
            + " path_self_ns, version) VALUES ('t', ['a', 'b', 'c'], ['orders', 'stock', 'orders'],"
            + " ['place', 'get', 'pay'], [10, 20, 30], 1)");

    assertThat(
            client
                .query(
                    "SELECT critical_path, path_self_ns_by_service, critical_path.self_ns FROM"
                        + " traces")
                .rows())
        .containsExactly(
            List.of(
                "[('a','orders','place',10),('b','stock','get',20),('c','orders','pay',30)]",
                "{'orders':40,'stock':20}",
                "[10,20,30]"));
  }

  @Test
  void findings_thatARevisionNoLongerFinds_vanish() {
    finding("repeated_call", "orders", "", 1, 0);
    finding("serial_calls", "orders", "", 1, 0);
    finding("repeated_call", "orders", "", 2, 1);

    assertThat(client.query("SELECT kind FROM trace_findings").column("kind"))
        .containsExactly("serial_calls");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01 09:00:00, 1",
    "2026-11-01 10:00:00, 1",
    "2026-11-01 11:00:00, 1",
    "2026-11-01 08:00:00, 0",
    "2026-11-01 12:00:00, 0",
  })
  void laneViolation_whenTheCalleeStoodInTheLane_isShownWithinAnHourAround(
      String hour, String shown) {
    finding("lane_violation", "orders", "blue", 1, 0);
    client.execute("INSERT INTO service_lanes VALUES ('" + hour + "', 'orders', 'blue')");

    assertThat(client.query("SELECT count() AS n FROM trace_findings").column("n"))
        .containsExactly(shown);
    assertThat(
            client
                .query(
                    "SELECT count() AS n FROM trace_findings SETTINGS session_timezone ="
                        + " 'Asia/Kolkata'")
                .column("n"))
        .as("where hours begin half an hour apart from those of UTC")
        .containsExactly(shown);
  }

  @Test
  void laneViolation_whenTheCalleeStandsInOtherLanesOnly_isNotShown() {
    finding("lane_violation", "orders", "blue", 1, 0);
    finding("error_origin", "orders", "", 1, 0);
    client.execute(
        "INSERT INTO service_lanes VALUES ('2026-11-01 10:00:00', 'orders', ''),"
            + " ('2026-11-01 10:00:00', 'orders', 'green'),"
            + " ('2026-11-01 10:00:00', 'stock', 'blue')");

    assertThat(client.query("SELECT kind FROM trace_findings").column("kind"))
        .containsExactly("error_origin");
  }

  private static void trace(String id, String start, int spans, long version, int deleted) {
    client.execute(
        "INSERT INTO trace_rows (trace_id, start_day, start_time, span_count, version, is_deleted)"
            + " VALUES ('%s', '%s', '%s', %d, %d, %d)"
                .formatted(id, start.substring(0, 10), start, spans, version, deleted));
  }

  private static List<List<String>> traces() {
    return client
        .query("SELECT trace_id, start_time, span_count FROM traces ORDER BY trace_id, start_time")
        .rows();
  }

  private static void finding(String kind, String service, String lane, int version, int deleted) {
    client.execute(
        "INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service, lane,"
            + " version, is_deleted) VALUES ('t', '2026-11-01', '2026-11-01 10:20:00', '%s', '%s',"
                .formatted(kind, service)
            + " '%s', %d, %d)".formatted(lane, version, deleted));
  }
}
