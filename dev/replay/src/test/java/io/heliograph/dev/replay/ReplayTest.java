/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final String TRACE = "b0103bb0161ad7fa352fe1828eeb643a";
  private static final long T0 = 1_674_981_768_000_000_000L;

  @TempDir private Path dir;
  private FakeCollector collector;

  @BeforeEach
  void start() throws Exception {
    collector = new FakeCollector();
  }

  @AfterEach
  void stop() throws Exception {
    collector.close();
  }

  @Test
  void run_spansAndLogs_deliversThemByTime() throws Exception {
    writeSpans(3);
    writeLogs(
        log(5, "16:42:22.382 WARN  t.s.Travel#532 no route \\n"),
        log(2, "plain text without a level \\n"));

    ReplayReport report = run(options().build());

    assertThat(report.complete()).isTrue();
    assertThat(report.items(ItemKind.SPANS)).isEqualTo(new ReplayReport.Counts(3, 3, 3, 0, 0));
    assertThat(report.items(ItemKind.LOGS)).isEqualTo(new ReplayReport.Counts(2, 2, 2, 0, 0));
    List<LogRecord> logs = collector.logRecords();
    assertThat(logs.get(0).getBody().getStringValue()).isEqualTo("plain text without a level");
    assertThat(logs.get(0).getSeverityText()).isEmpty();
    assertThat(logs.get(1).getSeverityText()).isEqualTo("WARN");
    assertThat(logs.get(1).getTimeUnixNano()).isEqualTo(T0 + 5);
    assertThat(logs.get(1).getTraceId().size()).isEqualTo(16);
  }

  @Test
  void run_spans_haveKindParentAndResource() throws Exception {
    writeSpans(3);

    run(options().build());

    List<Span> spans = collector.spans();
    assertThat(spans)
        .extracting(Span::getName, Span::getKind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("/*", Span.SpanKind.SPAN_KIND_SERVER),
            org.assertj.core.groups.Tuple.tuple("HTTP POST", Span.SpanKind.SPAN_KIND_CLIENT),
            org.assertj.core.groups.Tuple.tuple("/login", Span.SpanKind.SPAN_KIND_SERVER));
    assertThat(spans.get(0).getParentSpanId().isEmpty()).isTrue();
    assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(0).getSpanId());
    var resource =
        collector.traceRequests().values().iterator().next().getResourceSpans(1).getResource();
    assertThat(resource.getAttributes(0).getValue().getStringValue()).isEqualTo("ts-auth-service");
    assertThat(resource.getAttributes(1).getValue().getStringValue())
        .isEqualTo("ts-auth-service-7f8d7d756d-k7b9j");
  }

  @Test
  void run_twiceUnderOneName_sendsTheSameBatches() throws Exception {
    writeSpans(500);
    run(options().batchItems(7).run("same").build());
    var first = collector.traceRequests();
    int calls = collector.keys.size();

    run(options().batchItems(7).run("same").build());

    assertThat(collector.keys).hasSize(2 * calls);
    assertThat(collector.traceRequests()).isEqualTo(first);
    try (FakeCollector other = new FakeCollector()) {
      Replay.run(
          options().batchItems(7).run("same").build(), kind -> other.receiver(), progress -> {});
      assertThat(other.traceRequests()).isEqualTo(first);
    }
  }

  @Test
  void run_endpointComesAndGoes_repeatsWithTheSameKeys() throws Exception {
    writeSpans(200);
    collector.follow(
        (call, store) -> {
          switch (call > 24 ? 3 : call % 4) {
            case 0 -> throw FakeCollector.status(Status.Code.UNAVAILABLE);
            case 1 -> {
              store.run(); // stored, but the acknowledgement is lost
              throw FakeCollector.status(Status.Code.CANCELLED);
            }
            case 2 -> throw FakeCollector.retryIn(1);
            default -> store.run();
          }
        });

    ReplayReport report = run(options().batchItems(10).build());

    assertThat(report.complete()).isTrue();
    assertThat(report.total().accepted()).isEqualTo(200);
    assertThat(report.retries()).isGreaterThanOrEqualTo(18);
    assertThat(new HashSet<>(collector.keys)).hasSize(20);
    assertThat(collector.spans()).hasSize(200);
  }

  @Test
  void run_partialSuccess_countsTheRejectedWithTheReason() throws Exception {
    writeSpans(10);
    collector.reject(2);

    ReplayReport report = run(options().build());

    assertThat(report.complete()).isTrue();
    assertThat(report.items(ItemKind.SPANS)).isEqualTo(new ReplayReport.Counts(10, 10, 8, 2, 0));
    assertThat(report.reasons()).containsEntry("span id is missing", 2L);
  }

  @Test
  void run_refusedForGood_isNotRepeated() throws Exception {
    writeSpans(10);
    collector.follow(
        (call, store) -> {
          throw FakeCollector.status(Status.Code.RESOURCE_EXHAUSTED); // without RetryInfo
        });

    ReplayReport report = run(options().build());

    assertThat(report.retries()).isZero();
    assertThat(report.complete()).isTrue();
    assertThat(report.total().rejected()).isEqualTo(10);
    assertThat(report.reasons()).containsKey("RESOURCE_EXHAUSTED: by the test");
  }

  @Test
  void run_endpointStaysAway_givesUpAndIsIncomplete() throws Exception {
    writeSpans(10);
    collector.follow(
        (call, store) -> {
          throw FakeCollector.status(Status.Code.UNAVAILABLE);
        });

    ReplayReport report = run(options().giveUpAfter(Duration.ofMillis(200)).build());

    assertThat(report.complete()).isFalse();
    assertThat(report.total().undelivered()).isEqualTo(10);
  }

  @Test
  void run_tornRows_countsThemAndGoesOn() throws Exception {
    writeLogs(
        log(1, "16:42:22.382 INFO a \\n"),
        log(2, "16:42:22.382 INFO b \\n") + "ulate distance]\"\",\"\"time",
        log(3, "16:42:22.382 INFO c \\n").replace("}\"", "\""),
        "short,row",
        log(4, "16:42:22.382 INFO d \\n"));

    ReplayReport report = run(options().build());

    assertThat(report.malformed()).isEqualTo(3);
    assertThat(report.total().accepted()).isEqualTo(2);
  }

  @Test
  void run_nanosecondsOfTheYearOne_takesTheTimestamp() throws Exception {
    writeLogs(log(1, "x").replace(Long.toString(T0 + 1), "-6795364578871345152"));

    run(options().build());

    assertThat(collector.logRecords().get(0).getTimeUnixNano())
        .isEqualTo(1_674_981_742_383_150_913L);
  }

  @Test
  void run_limited_stopsThere() throws Exception {
    writeSpans(100);

    ReplayReport report = run(options().limit(42).build());

    assertThat(report.total().accepted()).isEqualTo(42);
  }

  @Test
  void run_shifted_endsNow() throws Exception {
    writeSpans(100);
    long before = System.currentTimeMillis();

    run(options().shift(true).build());

    long last = collector.spans().stream().mapToLong(Span::getStartTimeUnixNano).max().orElse(0);
    assertThat(last / 1_000_000).isBetween(before - 1, System.currentTimeMillis());
    Span first = collector.spans().get(0);
    assertThat(first.getEndTimeUnixNano() - first.getStartTimeUnixNano()).isEqualTo(1_000);
  }

  @Test
  void run_paced_takesTheRecordedTimeOverTheSpeed() throws Exception {
    writeSpans(100); // 1 ms apart

    ReplayReport report = run(options().speed(0.5).build());

    assertThat(report.duration()).isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
  }

  @Test
  void run_zipkinFile_goesToTheZipkinReceiver() throws Exception {
    Files.writeString(
        dir.resolve("skew.json"),
        """
        [{"traceId":"1e22","id":"01","timestamp":1470150004008762},
         {"traceId":"1e22","id":"02"}, {"id":"03"}]
        """);
    List<Batch> batches = new CopyOnWriteArrayList<>();
    Receiver zipkin =
        new Receiver() {
          @Override
          public void send(Batch batch, java.util.function.Consumer<Answer> answer) {
            batches.add(batch);
            answer.accept(new Answer.Taken(0, ""));
          }

          @Override
          public void close() {}
        };

    ReplayReport report = Replay.run(options().build(), kind -> zipkin, progress -> {});

    assertThat(report.malformed()).isEqualTo(1);
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).json()).startsWith("[{\"traceId\":\"1e22\",\"id\":\"01\"");
  }

  @Test
  void run_batchCannotBeSent_isCountedAndEnds() throws Exception {
    writeSpans(10);
    Receiver broken =
        new Receiver() {
          @Override
          public void send(Batch batch, java.util.function.Consumer<Answer> answer) {
            throw new IllegalStateException("no sender");
          }

          @Override
          public void close() {}
        };

    ReplayReport report = Replay.run(options().build(), kind -> broken, progress -> {});

    assertThat(report.total().rejected()).isEqualTo(10);
    assertThat(report.reasons().keySet()).singleElement().asString().contains("no sender");
  }

  @Test
  void run_noDirectory_saysSo() {
    assertThatThrownBy(() -> run(ReplayOptions.from(dir.resolve("none")).build()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no directory");
  }

  @Test
  void run_nothingToRead_saysWhatItLookedFor() throws Exception {
    Files.writeString(dir.resolve("notes.csv"), "a,b\n1,2\n");

    assertThatThrownBy(() -> run(options().build()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing to replay")
        .hasMessageContaining("Zipkin");
  }

  @Test
  void options_outOfRange_namesTheSetting() {
    assertThatThrownBy(() -> options().speed(0).build()).hasMessageContaining("speed");
    assertThatThrownBy(() -> options().endpoint("nowhere").build())
        .hasMessage("endpoint must be HOST:PORT, is nowhere");
    assertThatThrownBy(() -> options().run("a b").build()).hasMessageContaining("run must");
  }

  private ReplayOptions.Builder options() {
    return ReplayOptions.from(dir);
  }

  private ReplayReport run(ReplayOptions options) throws Exception {
    return Replay.run(options, kind -> collector.receiver(), progress -> {});
  }

  private void writeSpans(int count) throws IOException {
    StringBuilder csv = new StringBuilder(TrainTicketSpans.HEADER).append('\n');
    String gateway = "ts-gateway-service-6f6cfc45b-h5m2n";
    String auth = "ts-auth-service-7f8d7d756d-k7b9j";
    for (int i = count - 1; i >= 0; i--) { // latest first, as a disordered file may be
      String parent = i == 0 ? "root" : String.format("%016x", i);
      String pod = i < 2 ? gateway : auth;
      String name = i == 0 ? "/*" : i == 1 ? "HTTP POST" : i == 2 ? "/login" : "work";
      long start = T0 + i * 1_000_000L;
      csv.append(
          String.format(
              "%s,%016x,%s,%s,%s,%d,%d,1%n",
              TRACE, i + 1, parent, pod, name, start, start + 1_000));
    }
    gzip("trace-08.csv.gz", csv.toString());
  }

  private void writeLogs(String... rows) throws IOException {
    gzip("log-08.csv.gz", TrainTicketLogs.HEADER + "\n" + String.join("\n", rows) + "\n");
  }

  private static String log(int nanos, String line) {
    return "2023-01-29T08:42:22.383150913Z,"
        + (T0 + nanos)
        + ",33.33.33.116,ts-travel-service-64469b5b48-25zj6,server,"
        + TRACE
        + ",439bc949a9eeb0cc,\"{\"\"log\"\":\"\""
        + line
        + "\"\",\"\"stream\"\":\"\"stdout\"\"}\"";
  }

  private void gzip(String name, String text) throws IOException {
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(dir.resolve(name))),
            StandardCharsets.UTF_8)) {
      out.write(text);
    }
  }
}
