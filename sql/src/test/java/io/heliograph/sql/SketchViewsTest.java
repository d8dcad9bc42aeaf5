/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code service_red} and {@code service_edges} add up what checkpoints wrote, and what revisions
 * took back. Quantiles are compared with those of the sorted durations.
 */
class SketchViewsTest {
  /** What the sketches promise, and a thousandth of it for rounding. */
  private static final double ERROR_PERCENT = 1.001;

  private static final String MERGED =
      "SELECT sum(s.calls) AS calls, sumMap(sketch) AS merged, arrayMap(q -> 0.99 * pow(101 / 99,"
          + " arrayFirst((b, c) -> c > q * (calls - 1), merged.1, arrayCumSum(merged.2))), [0.5,"
          + " 0.95, 0.99]) AS quantiles FROM ";

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
    client.execute("TRUNCATE TABLE service_red_deltas");
    client.execute("TRUNCATE TABLE service_edges_deltas");
  }

  @Test
  void red_ofOneMinute_quantilesAreWithinOnePercent() {
    List<Long> durations = durations(1, 997);
    red(0, durations.subList(0, 400), 3);
    red(0, durations.subList(400, 997), 4);

    QueryResult row = client.query("SELECT * FROM service_red");

    assertThat(row.column("calls")).containsExactly("997");
    assertThat(row.column("errors")).containsExactly("7");
    assertThat(row.column("total_ns"))
        .containsExactly(Long.toString(durations.stream().mapToLong(n -> n).sum()));
    assertNear(row.column("p50_ns").get(0), durations, 0.5);
    assertNear(row.column("p95_ns").get(0), durations, 0.95);
    assertNear(row.column("p99_ns").get(0), durations, 0.99);
  }

  @Test
  void red_overMinutes_sketchesAddUpToTheQuantilesOfAll() {
    List<Long> all = new ArrayList<>();
    for (int minute = 0; minute < 20; minute++) {
      List<Long> durations = durations(minute, 50 + 40 * minute);
      red(minute, durations, 0);
      all.addAll(durations);
    }

    QueryResult merged = client.query(MERGED + "service_red AS s");

    assertThat(merged.column("calls")).containsExactly(Integer.toString(all.size()));
    String[] quantiles = merged.column("quantiles").get(0).replaceAll("[\\[\\]]", "").split(",");
    assertNear(quantiles[0], all, 0.5);
    assertNear(quantiles[1], all, 0.95);
    assertNear(quantiles[2], all, 0.99);
  }

  @Test
  void red_shortestAndLongestDurations_haveABucket() {
    for (long nanos : new long[] {1, 2, 1_000, Long.MAX_VALUE / 2}) {
      empty();
      red(0, List.of(nanos), 0);

      assertNear(
          client.query("SELECT p99_ns FROM service_red").column("p99_ns").get(0),
          List.of(nanos),
          0.99);
    }
  }

  @Test
  void red_exemplars_areTheSlowestOfAllDeltas() {
    client.execute(
        "INSERT INTO service_red_deltas (service, calls, slowest, slowest_error) VALUES ('orders',"
            + " 1, '00000000000000ffslow', ''), ('orders', 1, '00000000000000feslower',"
            + " '0000000000000001failed')");

    assertThat(client.query("SELECT exemplar_trace_id, error_trace_id FROM service_red").rows())
        .containsExactly(List.of("slow", "failed"));
  }

  @Test
  void edges_takenBackByARevision_areGone() {
    edge("orders", "stock", 1, 0, 5_000_000);
    edge("orders", "payments", 1, 1, 7_000_000);
    edge("orders", "stock", -1, 0, 5_000_000);

    assertThat(client.query("SELECT callee, calls, errors FROM service_edges").rows())
        .containsExactly(List.of("payments", "1", "1"));
  }

  @Test
  void edges_movedToAnotherDuration_leaveNoTraceInTheSketch() {
    edge("orders", "stock", 1, 1, 900_000_000);
    edge("orders", "stock", 1, 0, 5_000_000);
    edge("orders", "stock", -1, -1, 900_000_000);
    client.execute("OPTIMIZE TABLE service_edges_deltas FINAL");

    QueryResult row = client.query("SELECT * FROM service_edges");

    assertThat(row.column("calls")).containsExactly("1");
    assertThat(row.column("errors")).containsExactly("0");
    assertThat(row.column("sketch")).containsExactly("([" + bucket(5_000_000) + "],[1])");
    assertNear(row.column("p99_ns").get(0), List.of(5_000_000L), 0.99);
  }

  @Test
  void edges_takenBackBeforeTheyCame_showOnceBothAreThere() {
    edge("orders", "stock", -1, 0, 5_000_000);
    assertThat(client.query("SELECT * FROM service_edges").rows()).isEmpty();

    edge("orders", "stock", 2, 0, 5_000_000);
    assertThat(client.query("SELECT calls FROM service_edges").column("calls"))
        .containsExactly("1");
  }

  private static List<Long> durations(long seed, int count) {
    Random random = new Random(seed);
    List<Long> durations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      durations.add((long) Math.exp(10 + 3 * random.nextGaussian()));
    }
    return durations;
  }

  private static void red(int minute, List<Long> durations, int errors) {
    client.execute(
        "INSERT INTO service_red_deltas (window_start, service, operation, kind, calls, errors,"
            + " total_ns, sketch) VALUES (%d, 'orders', 'place', 'Server', %d, %d, %d, %s)"
                .formatted(
                    60 * minute,
                    durations.size(),
                    errors,
                    durations.stream().mapToLong(n -> n).sum(),
                    sketch(durations)));
  }

  private static void edge(String caller, String callee, int calls, int errors, long nanos) {
    client.execute(
        "INSERT INTO service_edges_deltas VALUES (60, '%s', '%s', %d, %d, %d, ([%d], [%d]))"
            .formatted(caller, callee, calls, errors, calls * nanos, bucket(nanos), calls));
  }

  private static String sketch(List<Long> durations) {
    Map<Integer, Integer> counts = new TreeMap<>();
    durations.forEach(nanos -> counts.merge(bucket(nanos), 1, Integer::sum));
    Collection<Integer> values = counts.values();
    return "(" + counts.keySet() + ", " + values + ")";
  }

  private static int bucket(long nanos) {
    return (int) Math.ceil(Math.log(nanos) / Math.log(101.0 / 99));
  }

  /** The quantile of DDSketch: the value of rank {@code floor(q (n - 1))}, counted from 0. */
  private static void assertNear(String estimate, List<Long> durations, double quantile) {
    List<Long> sorted = durations.stream().sorted().toList();
    double exact = sorted.get((int) (quantile * (sorted.size() - 1)));
    assertThat(Double.parseDouble(estimate)).isCloseTo(exact, withPercentage(ERROR_PERCENT));
  }
}
