/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.sql.MigrationSettings;
import io.heliograph.sql.Migrator;
import io.heliograph.sql.SqlClient;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.Lifecycle;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventKind;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shop's real processes and a real Kafka, speaking to a fake gateway. */
class ShopIT {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

  private final Path logs = Path.of("target", "shop-logs").toAbsolutePath();

  @BeforeAll
  static void migrate() {
    new Migrator(
            SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", ""),
            MigrationSettings.singleServer(CLICKHOUSE.database()),
            line -> {})
        .migrate();
  }

  @Test
  void play_shortDemo_emitsEverySignalAndEndsItsProcesses() throws Exception {
    try (FakeHeliograph heliograph = new FakeHeliograph()) {
      DemoOptions options =
          new DemoOptions(
              heliograph.target(),
              KAFKA.bootstrapServers(),
              URI.create(CLICKHOUSE.url()),
              "default",
              "",
              CLICKHOUSE.database(),
              15,
              true,
              logs,
              false);
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

      DemoRun run = Demo.play(options, new ClickHouse(options), new Screen(out, false), out);

      assertThat(run.load().ok()).isPositive();
      assertThat(run.load().limited()).isPositive();
      assertThat(run.windows()).hasSameSizeAs(FaultSchedule.FAULTS);
      assertTraces(heliograph);
      assertShapes(heliograph);
      assertThat(heliograph.logs).isNotEmpty();
      assertThat(heliograph.metrics).isNotEmpty();
      assertHeartbeats(events(heliograph, IngestRequest::getHeartbeatsList));
      assertConfig(events(heliograph, IngestRequest::getConfigEventsList));
      assertMessages(events(heliograph, IngestRequest::getMessageEventsList));
      assertThat(events(heliograph, IngestRequest::getUsagesList))
          .anyMatch(usage -> usage.getDenied() > 0);
    }
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(
            process -> process.info().commandLine().orElse("").contains(ShopMain.class.getName()));
  }

  private static void assertTraces(FakeHeliograph heliograph) {
    Map<com.google.protobuf.ByteString, Long> sizes =
        heliograph
            .allSpans()
            .collect(Collectors.groupingBy(Span::getTraceId, Collectors.counting()));
    // checkout: 4 calls with two sides each, the root, the message sent and handled
    assertThat(sizes.values()).anyMatch(spans -> spans >= 11);
    assertThat(heliograph.allSpans().map(Span::getKind).distinct())
        .contains(
            Span.SpanKind.SPAN_KIND_SERVER,
            Span.SpanKind.SPAN_KIND_CLIENT,
            Span.SpanKind.SPAN_KIND_PRODUCER,
            Span.SpanKind.SPAN_KIND_CONSUMER);
  }

  /** That each planted shape left its mark; what it looks like is {@link PlantedFaultTest}'s. */
  private static void assertShapes(FakeHeliograph heliograph) {
    assertThat(attributes(heliograph, "db.query.text"))
        .anyMatch(query -> query.getStringValue().startsWith("GET stock:"))
        .anyMatch(query -> query.getStringValue().startsWith("MGET stock:"));
    assertThat(attributes(heliograph, "rpc.timeout_ms"))
        .extracting(AnyValue::getIntValue)
        .contains(100L, 800L, 1_000L, 2_500L);
    assertThat(attributes(heliograph, "lane"))
        .extracting(AnyValue::getStringValue)
        .contains("gray");
    // the baseline says so: an empty text, not no text
    assertThat(heliograph.spans)
        .flatExtracting(spans -> spans.getResource().getAttributesList())
        .filteredOn(attribute -> attribute.getKey().equals("lane"))
        .extracting(KeyValue::getValue)
        .allMatch(AnyValue::hasStringValue)
        .extracting(AnyValue::getStringValue)
        .contains("", "gray");
    assertThat(heliograph.allSpans())
        .filteredOn(span -> span.getName().equals("bank.v1.Acquirer/Authorize"))
        .anyMatch(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
  }

  private static List<AnyValue> attributes(FakeHeliograph heliograph, String key) {
    return heliograph
        .allSpans()
        .flatMap(span -> span.getAttributesList().stream())
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .toList();
  }

  private static void assertHeartbeats(List<Heartbeat> beats) {
    assertThat(beats.stream().map(Heartbeat::getInstanceId).distinct()).hasSize(9);
    assertThat(beats.stream().filter(b -> b.getLifecycle() == Lifecycle.LIFECYCLE_STOPPED))
        .extracting(Heartbeat::getInstanceId)
        .hasSize(8)
        .doesNotContain(FaultSchedule.VICTIM);
  }

  private static void assertConfig(List<ConfigEvent> events) {
    assertThat(events.stream().map(ConfigEvent::getKind).distinct())
        .contains(
            ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED,
            ConfigEventKind.CONFIG_EVENT_KIND_RECEIVED,
            ConfigEventKind.CONFIG_EVENT_KIND_APPLIED,
            ConfigEventKind.CONFIG_EVENT_KIND_REJECTED);
  }

  private static void assertMessages(List<MessageEvent> events) {
    assertThat(events.stream().map(MessageEvent::getKind).distinct())
        .contains(
            MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED,
            MessageEventKind.MESSAGE_EVENT_KIND_DELIVERED,
            MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED,
            MessageEventKind.MESSAGE_EVENT_KIND_FAILED);
  }

  private static <T> List<T> events(
      FakeHeliograph heliograph, Function<IngestRequest, List<T>> field) {
    return heliograph.events.stream().flatMap(r -> field.apply(r).stream()).toList();
  }
}
