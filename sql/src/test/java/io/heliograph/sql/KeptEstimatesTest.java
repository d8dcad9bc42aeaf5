/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A day of 20,000 orders, 1 in 50 of which failed and 1 in 100 of which was slow. Kept are all of
 * these and a share of the rest.
 */
class KeptEstimatesTest {
  private static final int TRACES = 20_000;

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static SqlClient client;

  @BeforeAll
  static void keep() {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
    client.execute(
        "INSERT INTO trace_rows (trace_id, start_day, start_time, duration_ns, root_service,"
            + " root_operation, error_count, keep_reason, weight, version) SELECT toString(number),"
            + " '2026-11-01', '2026-11-01 10:00:00', 1000000 * (number % 100 = 7 ? 500 + number %"
            + " 97 : 10 + cityHash64(number) % 90), 'orders', 'place', number % 50 = 3,"
            + " multiIf(number % 50 = 3, 'error', number % 100 = 7, 'slow', cityHash64(number,"
            + " 'draw') % 20 = 0, 'share', '') AS reason, multiIf(reason = 'share', 20, reason ="
            + " '', 0, 1), 1000 FROM numbers("
            + TRACES
            + ")");
  }

  @Test
  void estimates_fromOneTraceInTwelve_areCloseToTheTruth() {
    QueryResult result = estimates();

    assertThat(result.rows()).hasSize(1);
    assertThat(number(result, "traces")).isEqualTo(TRACES);
    assertThat(number(result, "kept_traces")).isBetween(1_300.0, 1_900.0);
    assertThat(number(result, "traces_estimate")).isCloseTo(TRACES, Percentage.withPercentage(5));
    assertThat(number(result, "standard_error")).isBetween(500.0, 700.0);
    assertThat(number(result, "error_percent_estimate"))
        .isCloseTo(number(result, "error_percent"), Percentage.withPercentage(5));
    assertThat(number(result, "p95_ms_estimate"))
        .isCloseTo(number(result, "p95_ms"), Percentage.withPercentage(5));
    assertThat(
            Double.parseDouble(
                client
                    .query("SELECT quantileExact(0.95)(duration_ns) / 1e6 AS p FROM traces_kept")
                    .column("p")
                    .get(0)))
        .as("what a tail sample says without its weights")
        .isGreaterThan(5 * number(result, "p95_ms"));
  }

  @Test
  void estimates_ofAnotherService_areNone() {
    assertThat(
            SavedQueries.named("estimates_from_kept_traces")
                .run(
                    client,
                    Map.of(
                        "service", "stock",
                        "from", "2026-11-01 00:00:00",
                        "to", "2026-11-02 00:00:00"))
                .rows())
        .isEmpty();
  }

  private static QueryResult estimates() {
    return SavedQueries.named("estimates_from_kept_traces")
        .run(client, Map.of("from", "2026-11-01 00:00:00", "to", "2026-11-02 00:00:00"));
  }

  private static double number(QueryResult result, String column) {
    return Double.parseDouble(result.column(column).get(0));
  }
}
