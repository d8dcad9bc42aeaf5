/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that stores raw spans and starts with much more waiting for it than its heap could hold
 * takes it in without a restart: 1.5 million spans are 650 MB as they are read, and the heap is 256
 * MB for both subtasks.
 */
class BacklogIT {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static final int HEAP_MB = 256;
  private static final int FRAGMENTS = 6_000;
  private static final int SPANS_OF_A_FRAGMENT = 250;
  private static final int PARTITIONS = 8;

  private final Random random = new Random(11);
  @TempDir Path directory;
  private Process process;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void job_startingWithABacklog_storesItAllInASmallHeap() throws Exception {
    Tables.migrate(CLICKHOUSE);
    KAFKA.createTopic(Signal.SPANS.topic(), PARTITIONS);
    fill();

    Path output = directory.resolve("job.log");
    process = start(output);

    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !process.isAlive() || stored() == FRAGMENTS * SPANS_OF_A_FRAGMENT);
    assertThat(process.isAlive()).as(() -> text(output)).isTrue();
    assertThat(text(output)).doesNotContain("OutOfMemoryError");
    assertThat(
            CLICKHOUSE.rows(
                "SELECT stage, toString(sum(count)) FROM pipeline_ledger WHERE signal = 'spans'"
                    + " GROUP BY stage ORDER BY stage"))
        .containsExactly(
            List.of("accepted", Integer.toString(FRAGMENTS * SPANS_OF_A_FRAGMENT)),
            List.of("stored", Integer.toString(FRAGMENTS * SPANS_OF_A_FRAGMENT)));
  }

  private Process start(Path output) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MB + "m",
            "-XX:+UseParallelGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SmallCluster.class.getName(),
            directory.resolve("checkpoints").toString(),
            "--kafka",
            KAFKA.bootstrapServers(),
            "--clickhouse",
            CLICKHOUSE.url(),
            "--clickhouse-database",
            CLICKHOUSE.database(),
            "--parallelism",
            "2",
            "--assemble", // open traces have a bound of their own, beside this one
            "0");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static long stored() {
    return Long.parseLong(CLICKHOUSE.rows("SELECT count() FROM otel_traces").get(0).get(0));
  }

  private static String text(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A few dozen different fragments over and over: they are kept apart, so nobody can tell. */
  private void fill() {
    List<byte[]> fragments = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      fragments.add(fragment().toByteArray());
    }
    Map<String, Object> settings =
        Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "compression.type", "lz4");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < FRAGMENTS; i++) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                Signal.SPANS.topic(), i % PARTITIONS, null, fragments.get(i % fragments.size()));
        record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(SPANS_OF_A_FRAGMENT));
        producer.send(record);
      }
    }
  }

  private ExportTraceServiceRequest fragment() {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    long now = System.currentTimeMillis() * 1_000_000;
    for (int i = 0; i < SPANS_OF_A_FRAGMENT; i++) {
      Span.Builder span =
          Span.newBuilder()
              .setTraceId(Otlp.id(hex(32)))
              .setSpanId(Otlp.id(hex(16)))
              .setParentSpanId(Otlp.id(hex(16)))
              .setName("GET /orders/" + random.nextInt(20))
              .setStartTimeUnixNano(now + random.nextInt(1_000_000_000))
              .setEndTimeUnixNano(now + 1_000_000_000 + random.nextInt(1_000_000_000));
      for (int a = 0; a < 10; a++) {
        span.addAttributes(Otlp.attribute("shop.attribute." + a, hex(a < 4 ? 16 : 2)));
      }
      spans.addSpans(span);
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(Otlp.ORDERS).addScopeSpans(spans))
        .build();
  }

  private String hex(int digits) {
    StringBuilder text = new StringBuilder();
    while (text.length() < digits) {
      text.append(String.format("%016x", random.nextLong()));
    }
    return text.substring(0, digits);
  }
}
