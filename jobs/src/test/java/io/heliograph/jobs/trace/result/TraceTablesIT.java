/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.Tables;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.analysis.Edge;
import io.heliograph.jobs.trace.analysis.Edges;
import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.sampling.Keep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Judged traces through the real sink, as the views of a real ClickHouse show them. */
class TraceTablesIT {
  private static final int TRACES = 300;

  /** What the sketches promise, and a thousandth of it for rounding. */
  private static final double ERROR_PERCENT = 1.001;

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();
  @RegisterExtension static final MiniClusterExtension FLINK = Flink.cluster();

  private static final FakeTables EXPECTED = new FakeTables();
  private static final List<Span> SPANS = new ArrayList<>();
  private static final List<Edge> EDGES = new ArrayList<>();

  @BeforeAll
  static void storeTraces() throws Exception {
    Tables.migrate(CLICKHOUSE);
    List<TraceOutput> outputs = new ArrayList<>();
    TraceJudge judge = new TraceJudge(AnalysisSettings.DEFAULTS, 100, 50);
    Consumer<TraceOutput> out = ((Consumer<TraceOutput>) outputs::add).andThen(EXPECTED);
    for (int trace = 1; trace <= TRACES; trace++) {
      List<Span> spans = RandomTrace.of(trace);
      List<Span> early = spans.subList(0, (spans.size() + 1) / 2);
      judge.judge(facts(trace, 0), List.of(), TraceTree.of(early), out);
      judge.judge(facts(trace, 1), early, TraceTree.of(spans), out);
      SPANS.addAll(spans);
      EDGES.addAll(Edges.of(TraceTree.of(spans), RandomTrace.HIGH, trace));
    }
    judge.judge(facts(TRACES + 1, 0), List.of(), TraceTree.of(known()), out);
    judge.flush(out);
    store(outputs);
  }

  private static TraceFacts facts(long trace, int revision) {
    return new TraceFacts(
        RandomTrace.HIGH,
        trace,
        revision,
        revision,
        2,
        0,
        new Keep("slow", 2.5),
        1_793_527_201_234L);
  }

  /** A trace of another day, told by hand. */
  private static List<Span> known() {
    return List.of(
        ASpan.server(1, 0, "shop", "place").from(0, 90).lane("blue", "blue").span(),
        ASpan.client(2, 1, "shop", "charge").from(40, 88).lane("blue", "blue").span(),
        ASpan.server(3, 2, "bank", "charge")
            .from(42, 86)
            .lane("blue", "")
            .fails(ErrorKind.FAILURE)
            .span(),
        ASpan.server(4, 0x99, "bank", "audit").from(50, 51).lane("blue", "blue").span());
  }

  private static void store(List<TraceOutput> outputs) throws Exception {
    JobSettings settings = Tables.settings(CLICKHOUSE, "127.0.0.1:1");
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    env.fromData(TraceOutput.class, outputs.toArray(TraceOutput[]::new))
        .uid("outputs")
        .sinkTo(JobSink.of(settings, "traces", new TraceEncoder()))
        .uid("traces");
    env.execute("traces");
  }

  private static String value(String sql) {
    return CLICKHOUSE.query(sql).strip();
  }

  @Test
  void traces_knownOne_isOneRowOfEverything() {
    assertThat(
            CLICKHOUSE.rows(
                "SELECT toString(tuple(trace_id, start_time, duration_ns, root_service,"
                    + " root_operation, span_count, error_count, services, status,"
                    + " incomplete_reason, missing_parents, late_spans, duplicate_spans, revision,"
                    + " lane, critical_path, culprit_service, over_cap_spans, findings,"
                    + " keep_reason, weight, start_day)) FROM traces WHERE root_service = 'shop'"))
        .containsExactly(
            List.of(
                "('000000000000000a000000000000012d','2026-11-01"
                    + " 10:00:00.000000000',90000000,'shop',"
                    + "'place',4,1,['bank','shop'],'incomplete','missing_parents',1,0,2,0,'blue',"
                    + "[('0000000000000001','shop','place',42000000),"
                    + "('0000000000000002','shop','charge',4000000),"
                    + "('0000000000000003','bank','charge',44000000)],'bank',0,1,'slow',2.5,"
                    + "'2026-11-01')"));
  }

  @Test
  void findings_ofTheKnownTrace_areItsErrorAndItsLane() {
    assertThat(
            CLICKHOUSE.rows(
                "SELECT kind, service, operation, span_ids, count, place, lane, trace_start,"
                    + " detected_at, isValidJSON(evidence) FROM trace_findings WHERE service ="
                    + " 'bank' AND start_day = '2026-11-01' AND trace_id LIKE '%12d' ORDER BY"
                    + " kind"))
        .containsExactly(
            List.of(
                "error_origin",
                "bank",
                "charge",
                "['0000000000000003']",
                "1",
                "0000000000000003",
                "",
                "2026-11-01 10:00:00.000000000",
                "2026-11-01 10:00:01.234",
                "1"),
            List.of(
                "lane_violation",
                "bank",
                "charge",
                "['0000000000000003']",
                "1",
                "0000000000000003",
                "blue",
                "2026-11-01 10:00:00.000000000",
                "2026-11-01 10:00:01.234",
                "1"));
  }

  @Test
  void traces_judgedTwice_areARowEach() {
    assertThat(
            value(
                "SELECT count(), uniqExact(trace_id), sum(span_count), max(revision) FROM traces"))
        .isEqualTo((TRACES + 1) + "\t" + (TRACES + 1) + "\t" + (SPANS.size() + 4) + "\t1");
  }

  @Test
  void findings_ofAllTraces_areThoseThatSurvive() {
    Map<String, Long> expected = new TreeMap<>();
    EXPECTED.findings().stream()
        .filter(row -> !row.kind().equals("lane_violation"))
        .forEach(row -> expected.merge(row.kind(), 1L, Long::sum));

    Map<String, Long> actual = new TreeMap<>();
    CLICKHOUSE
        .rows(
            "SELECT kind, count(), min(isValidJSON(evidence)) FROM trace_findings WHERE kind !="
                + " 'lane_violation' GROUP BY kind")
        .forEach(
            row -> {
              actual.put(row.get(0), Long.parseLong(row.get(1)));
              assertThat(row.get(2)).isEqualTo("1");
            });
    assertThat(actual).isEqualTo(expected);
    assertThat(value("SELECT count() FROM (SELECT DISTINCT * FROM service_lanes)"))
        .isEqualTo(Integer.toString(EXPECTED.lanes().size()));
  }

  @Test
  void red_ofAllSpans_isExactAndItsQuantilesWithinOnePercent() {
    Map<List<String>, List<Long>> durations = new TreeMap<>(byText());
    SPANS.forEach(
        span ->
            durations
                .computeIfAbsent(
                    List.of(
                        Long.toString(Windows.minute(span.startNanos())),
                        span.service(),
                        span.operation(),
                        span.kind().label()),
                    key -> new ArrayList<>())
                .add(span.durationNanos()));
    assertQuantiles(
        "SELECT toUnixTimestamp(window_start), service, operation, kind, calls, total_ns, p50_ns,"
            + " p95_ns, p99_ns FROM service_red WHERE service NOT IN ('shop', 'bank')",
        durations);
    assertThat(value("SELECT sum(errors) FROM service_red"))
        .isEqualTo(Long.toString(1 + SPANS.stream().filter(Span::failed).count()));
    assertThat(
            value(
                "SELECT exemplar_trace_id, error_trace_id FROM service_red WHERE service = 'bank'"
                    + " AND operation = 'charge'"))
        .isEqualTo("000000000000000a000000000000012d\t000000000000000a000000000000012d");
  }

  @Test
  void edges_ofAllTraces_areExactAndTheirQuantilesWithinOnePercent() {
    Map<List<String>, List<Long>> durations = new TreeMap<>(byText());
    EDGES.forEach(
        edge ->
            durations
                .computeIfAbsent(
                    List.of(
                        Long.toString(Windows.minute(edge.startNanos())),
                        edge.caller(),
                        edge.callee()),
                    key -> new ArrayList<>())
                .add(edge.durationNanos()));
    assertQuantiles(
        "SELECT toUnixTimestamp(window_start), caller, callee, calls, total_ns, p50_ns, p95_ns,"
            + " p99_ns FROM service_edges WHERE caller != 'shop'",
        durations);
    assertThat(
            value(
                "SELECT callee, calls, errors, total_ns FROM service_edges WHERE caller = 'shop'"))
        .isEqualTo("bank\t1\t1\t48000000");
  }

  private static Comparator<List<String>> byText() {
    return Comparator.comparing(Object::toString);
  }

  /** Rows of a key, calls, total and three quantiles, against the durations of each key. */
  private static void assertQuantiles(String sql, Map<List<String>, List<Long>> durations) {
    List<List<String>> rows = CLICKHOUSE.rows(sql);
    assertThat(rows).hasSameSizeAs(durations.keySet());
    for (List<String> row : rows) {
      int width = row.size() - 5;
      List<Long> sorted = durations.get(row.subList(0, width)).stream().sorted().toList();
      assertThat(row.get(width)).as("calls of %s", row).isEqualTo(Integer.toString(sorted.size()));
      assertThat(row.get(width + 1))
          .as("total of %s", row)
          .isEqualTo(Long.toString(sorted.stream().mapToLong(n -> n).sum()));
      double[] quantiles = {0.5, 0.95, 0.99};
      for (int i = 0; i < quantiles.length; i++) {
        double exact = sorted.get((int) (quantiles[i] * (sorted.size() - 1)));
        assertThat(Double.parseDouble(row.get(width + 2 + i)))
            .as("%s of %s", quantiles[i], row)
            .isCloseTo(exact, withPercentage(ERROR_PERCENT));
      }
    }
  }
}
