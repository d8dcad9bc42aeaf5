/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.measure.ClickHouse;
import io.heliograph.benchmarks.measure.CpuClock;
import io.heliograph.benchmarks.measure.Disk;
import io.heliograph.benchmarks.peer.SpanTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * ClickHouse's own Kafka engine with a materialized view: the spans that Heliograph stored are
 * written to a topic first (not measured), then read and stored again (measured). No computation,
 * no acknowledgement to a sender, at least once.
 */
final class KafkaEngineTrial {
  /** How the spans lie in the topic. */
  enum Encoding {
    JSON(
        "JSONEachRow",
        1,
        SpanTopic.DEFAULT,
        "one JSON row per Kafka record, as log shippers write them"),
    ROW_BINARY("RowBinary", 512, SpanTopic.DEFAULT, "512 rows per Kafka record"),
    // at the default, which gathers more, it took ten times the processor time
    NATIVE("Native", 512, 8_192, "blocks of 512 rows per Kafka record: the floor of any pipeline");

    private final String format;
    private final int rowsPerRecord;
    private final int rowsPerInsert;
    private final String note;

    Encoding(String format, int rowsPerRecord, int rowsPerInsert, String note) {
      this.format = format;
      this.rowsPerRecord = rowsPerRecord;
      this.rowsPerInsert = rowsPerInsert;
      this.note = note;
    }

    /** How the report calls it. */
    String title() {
      return "Kafka engine, " + format;
    }
  }

  private static final String SOURCE = "heliograph.otel_traces";
  private static final Duration TIMEOUT = Duration.ofSeconds(300);

  private final ClickHouse clickHouse;
  private final String bootstrapServers;
  private final Map<String, Long> pids;
  private final Encoding encoding;
  private final long spans;

  /**
   * @param pids of the ClickHouse and the Kafka that do the work
   * @param spans how many to store
   */
  KafkaEngineTrial(
      ClickHouse clickHouse,
      String bootstrapServers,
      Map<String, Long> pids,
      Encoding encoding,
      long spans) {
    this.clickHouse = clickHouse;
    this.bootstrapServers = bootstrapServers;
    this.pids = pids;
    this.encoding = encoding;
    this.spans = spans;
  }

  Result run() throws IOException, InterruptedException, ExecutionException {
    String name = encoding.title();
    SpanTopic topic =
        new SpanTopic(
            clickHouse,
            bootstrapServers,
            "heliograph-benchmark-" + encoding.format.toLowerCase(Locale.ROOT),
            "peer_kafka_" + encoding.format.toLowerCase(Locale.ROOT),
            encoding.format,
            encoding.rowsPerRecord,
            encoding.rowsPerInsert);
    try {
      topic.create(SOURCE);
      Progress.say("%s: writing up to %,d spans to a topic", name, spans);
      long filled = topic.fill(SOURCE, spans);
      LockSupport.parkNanos(Trial.SETTLE.toNanos());
      return measure(name, topic, filled);
    } finally {
      topic.drop();
    }
  }

  private Result measure(String name, SpanTopic topic, long filled)
      throws IOException, InterruptedException {
    Progress.say("%s: storing %,d spans from the topic", name, filled);
    CpuClock clock = new CpuClock(pids);
    Map<String, Double> before = clock.read();
    long start = System.nanoTime();
    topic.consume();
    long stored = 0;
    while (stored < filled && System.nanoTime() - start < TIMEOUT.toNanos()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      stored = clickHouse.number("SELECT count() FROM " + topic.stored());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    LockSupport.parkNanos(Trial.SETTLE.toNanos());
    Map<String, Double> cpu = CpuClock.used(before, new LinkedHashMap<>(clock.read()));
    Progress.say("%s: %,.0f spans/s stored", name, stored / seconds);
    return new Result(
        name,
        Double.NaN,
        stored / seconds,
        filled,
        stored,
        cpu,
        0,
        Optional.of(Disk.of(clickHouse, topic.stored())),
        Optional.empty(),
        Optional.empty(),
        0,
        OptionalDouble.empty(),
        encoding.note + "; the topic was filled before, unmeasured; at least once.");
  }
}
