/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.FragmentDedup;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.Tables;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.jobs.trace.analysis.FindingKind;
import io.heliograph.jobs.trace.result.TraceEncoder;
import io.heliograph.protocol.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However spans come, and whatever fails on the way, the tables end up as if each had come once and
 * in order.
 */
@Timeout(180)
class TraceRecoveryIT {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static final long LOG_START = 1_700_000_040_000L;
  private static final long TEN_MINUTES = 600_000;
  private static final List<RandomTraces.Placed> SPANS = RandomTraces.of(200, 7);

  /** So little memory for open traces that most are told early, and again. */
  private static final AssemblySettings CRAMPED =
      new AssemblySettings(50, 200, 1_000, 900_000, 10_000, 1 << 20, 1 << 16);

  /** Of those that did not fail, few in a set like this, a draw keeps some. */
  private static final TraceSettings SAMPLED =
      TraceSettings.read(new JobOptions("trace", "", "--keep", "errors,share=0.3"));

  /** What is the same in every run: all but what tells of how the spans came. */
  private static final Map<String, String> VIEWS =
      new LinkedHashMap<>(
          Map.of(
              "traces", "* EXCEPT (revision, late_spans, duplicate_spans)",
              "trace_findings", "* EXCEPT (detected_at)",
              "service_edges", "*",
              "service_red", "*"));

  @BeforeAll
  static void migrate() {
    Tables.migrate(CLICKHOUSE);
  }

  @BeforeEach
  void forget() {
    for (String table :
        List.of(
            "trace_rows",
            "trace_finding_rows",
            "service_red_deltas",
            "service_edges_deltas",
            "service_lanes")) {
      CLICKHOUSE.query("TRUNCATE TABLE " + table);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void shuffledTwiceLateAndFailing_leavesTheRowsOfACleanRun(String backend) throws Exception {
    run("hashmap", AssemblySettings.DEFAULTS, inOrder().source());
    Map<String, List<List<String>>> clean = tables();
    assertThat(clean.get("traces")).hasSize(200);
    assertThat(CLICKHOUSE.rows("SELECT DISTINCT kind FROM trace_findings"))
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder(
            Stream.of(FindingKind.values()).map(FindingKind::label).toArray(String[]::new));
    assertThat(CLICKHOUSE.rows("SELECT caller, callee FROM service_edges WHERE calls > 0"))
        .contains(List.of("service-0", "kafka/placed"), List.of("kafka/placed", "service-1"))
        .doesNotContain(List.of("kafka/placed", "service-2")); // takes what its own trace sent
    assertWeightsAddUp();
    forget();

    Batches disturbed = shuffledTwiceAndLate();
    run(backend, CRAMPED, disturbed.failingSource(2_000, 900, 2_500, 4_000));

    Map<String, List<List<String>>> messy = tables();
    assertThat(messy).isEqualTo(clean);
    assertWeightsAddUp();
    assertThat(value("SELECT sum(duplicate_spans) FROM traces"))
        .isEqualTo(Integer.toString(SPANS.size()));
    assertThat(Long.parseLong(value("SELECT sum(revision) FROM traces"))).isPositive();
  }

  /** That of those that failed is none: each of them is kept. */
  private static void assertWeightsAddUp() {
    List<String> sums =
        CLICKHOUSE
            .rows(
                "SELECT count(), sum(weight), sqrt(sum(weight * (weight - 1))),"
                    + " countIf(keep_reason = 'share'), countIf(weight = 0),"
                    + " countIf(error_count > 0), sumIf(weight, error_count > 0) FROM traces")
            .get(0);
    double traces = Double.parseDouble(sums.get(0));
    double standardError = Double.parseDouble(sums.get(2));
    assertThat(Double.parseDouble(sums.get(1))).isCloseTo(traces, offset(3.5 * standardError));
    assertThat(Integer.parseInt(sums.get(3))).as("kept by a draw").isGreaterThan(5);
    assertThat(Integer.parseInt(sums.get(4))).as("not kept").isGreaterThan(5);
    assertThat(sums.get(6)).isEqualTo(sums.get(5));
  }

  @Test
  void sums_equalThoseOfTheSpans() throws Exception {
    run("hashmap", AssemblySettings.DEFAULTS, inOrder().source());

    assertThat(value("SELECT sum(calls) FROM service_red"))
        .isEqualTo(Integer.toString(SPANS.size()));
    assertThat(value("SELECT sum(span_count) FROM traces"))
        .isEqualTo(Integer.toString(SPANS.size()));
  }

  private static Batches inOrder() {
    Batches batches = new Batches(Signal.SPANS);
    SPANS.forEach(span -> batches.add(LOG_START, 1, "", span.request()));
    return batches;
  }

  private static Batches shuffledTwiceAndLate() {
    Random random = new Random(3);
    List<RandomTraces.Placed> shuffled = new ArrayList<>(SPANS);
    shuffled.addAll(SPANS);
    Collections.shuffle(shuffled, random);
    List<RandomTraces.Placed> late = new ArrayList<>();
    Batches batches = new Batches(Signal.SPANS);
    for (RandomTraces.Placed span : shuffled) {
      if (random.nextInt(20) == 0) {
        late.add(span);
      } else {
        batches.add(LOG_START, 1, "", span.request());
      }
    }
    late.forEach(span -> batches.add(LOG_START + TEN_MINUTES, 1, "", span.request()));
    return batches;
  }

  private static void run(String backend, AssemblySettings assembly, Source<Fragment, ?, ?> source)
      throws Exception {
    JobSettings settings = Tables.settings(CLICKHOUSE, "");
    var conf = JobEnvironment.configuration(settings);
    conf.setString("state.backend.type", backend);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    TracePipeline.attach(
        FragmentDedup.apply(
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "spans").uid("spans"),
            "spans-dedup"),
        new TraceSettings(
            2, assembly, SAMPLED.analysis(), SAMPLED.sampling(), SAMPLED.maxOperations(), 500),
        JobSink.of(settings, "traces", new TraceEncoder()),
        null);
    env.execute();
  }

  private static String value(String query) {
    return CLICKHOUSE.rows(query).get(0).get(0);
  }

  private static Map<String, List<List<String>>> tables() {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    VIEWS.forEach(
        (view, columns) ->
            tables.put(
                view, CLICKHOUSE.rows("SELECT " + columns + " FROM " + view + " ORDER BY ALL")));
    return tables;
  }
}
