/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The questions put to a minute of the recorded Train Ticket system, the answers compared with what
 * a plain loop over the recording says.
 */
class RecordedDataTest {
  private static final Path DATA = Path.of("../../shared/data/trainticket");
  private static final String TRAVEL = "ts-travel-service";
  private static final Map<String, String> THAT_DAY =
      Map.of("from", "2023-01-29 00:00:00", "to", "2023-01-30 00:00:00");

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  /** One line of the recording. */
  private record Span(String trace, String id, String parent, String pod, String name, long nanos) {
    String service() {
      return pod.replaceFirst("-[^-]*-[^-]*$", "");
    }
  }

  private static SqlClient client;
  private static List<Span> spans;

  @BeforeAll
  static void load() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "skipped: no recorded data at " + DATA);
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
    byte[] traces = unpack("trace-2023-01-29-faultfree.csv.gz");
    CLICKHOUSE
        .client()
        .insert(
            "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName,"
                + " ServiceName, Duration) SELECT fromUnixTimestamp64Nano(StartTimeUnixNano),"
                + " TraceID, SpanID, if(ParentID = 'root', '', ParentID), OperationName,"
                + " replaceRegexpOne(PodName, '-[^-]*-[^-]*$', ''), EndTimeUnixNano -"
                + " StartTimeUnixNano FROM input('TraceID String, SpanID String, ParentID String,"
                + " PodName String, OperationName String, StartTimeUnixNano Int64, EndTimeUnixNano"
                + " Int64, Duration Int64') FORMAT CSVWithNames",
            traces,
            Map.of());
    CLICKHOUSE
        .client()
        .insert(
            "INSERT INTO otel_logs (Timestamp, TraceId, SpanId, ServiceName, SeverityText, Body)"
                + " SELECT fromUnixTimestamp64Nano(TimeUnixNano), TraceID, SpanID,"
                + " replaceRegexpOne(PodName, '-[^-]*-[^-]*$', ''), extract(Log, '"
                + " (INFO|WARN|ERROR) '), JSONExtractString(Log, 'log') FROM input('Timestamp"
                + " String, TimeUnixNano Int64, Node String, PodName String, Container String,"
                + " TraceID String, SpanID String, Log String') FORMAT CSVWithNames",
            unpack("log-2023-01-29-faultfree.csv.gz"),
            Map.of());
    spans =
        new String(traces, StandardCharsets.UTF_8)
            .lines()
            .skip(1)
            .map(line -> line.split(",", -1))
            .map(
                c ->
                    new Span(
                        c[0], c[1], c[2], c[3], c[4], Long.parseLong(c[6]) - Long.parseLong(c[5])))
            .toList();
  }

  @Test
  void slowestTracesOfService_areThoseOfTheRecording() {
    Map<String, Long> slowest = new HashMap<>();
    spans.stream()
        .filter(span -> span.service().equals(TRAVEL))
        .forEach(span -> slowest.merge(span.trace(), span.nanos(), Math::max));
    List<String> expected =
        slowest.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<String, Long> e) -> -Math.round(e.getValue() / 1e3))
                    .thenComparing(Map.Entry::getKey))
            .limit(5)
            .map(Map.Entry::getKey)
            .toList();

    assertThat(
            run("slowest_traces_of_service", with("service", TRAVEL, "limit", "5"))
                .column("trace_id"))
        .containsExactlyElementsOf(expected)
        .hasSize(5);
  }

  @Test
  void callsBetweenServices_areThoseOfTheRecording() {
    Map<String, String> serviceOf =
        spans.stream()
            .collect(Collectors.toMap(s -> s.trace() + s.id(), Span::service, (a, b) -> a));
    Map<String, Long> expected =
        spans.stream()
            .filter(span -> serviceOf.containsKey(span.trace() + span.parent()))
            .filter(span -> !serviceOf.get(span.trace() + span.parent()).equals(span.service()))
            .collect(
                Collectors.groupingBy(
                    span -> serviceOf.get(span.trace() + span.parent()) + " " + span.service(),
                    Collectors.counting()));

    Map<String, Long> found = new HashMap<>();
    for (List<String> row : run("calls_between_services", THAT_DAY).rows()) {
      found.put(row.get(0) + " " + row.get(1), Long.parseLong(row.get(2)));
    }
    assertThat(found).isEqualTo(expected).isNotEmpty();
  }

  @Test
  void logsOfTrace_eachNameTheirSpan() {
    String trace =
        client
            .query("SELECT TraceId FROM otel_logs GROUP BY 1 ORDER BY count() DESC, 1 LIMIT 1")
            .rows()
            .get(0)
            .get(0);

    QueryResult logs = run("logs_of_trace", Map.of("trace_id", trace));

    assertThat(logs.rows()).hasSizeGreaterThan(3);
    assertThat(logs.column("operation")).doesNotContain("");
  }

  @Test
  void timesOfTraces_coverEveryTrace() {
    long traces = spans.stream().map(Span::trace).distinct().count();

    assertThat(
            client.query("SELECT count() FROM otel_traces_trace_id_ts FINAL").rows().get(0).get(0))
        .isEqualTo(Long.toString(traces));
  }

  private static QueryResult run(String name, Map<String, String> parameters) {
    return SavedQueries.named(name).run(client, parameters);
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> parameters = new HashMap<>(THAT_DAY);
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  private static byte[] unpack(String file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(DATA.resolve(file)))) {
      return in.readAllBytes();
    }
  }
}
