/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.trace.SpanEncoder;
import io.heliograph.protocol.Signal;
import io.heliograph.sinks.ClickHouseSink;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fragments from an injected source through the real pipeline into a real ClickHouse, with failures
 * on the way: the rows are those of a clean run, and the ledger balances.
 */
class RawPipelineIT {
  private static final int FRAGMENTS = 600;
  private static final int SPANS = 10;

  /** Every 7th fragment is the retry of the one before. */
  private static final int RETRY = 7;

  /** Every 11th fragment is malformed. */
  private static final int MALFORMED = 11;

  private static final long TIME = 1_700_000_000_000L;

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(1)
              .build());

  private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();

  @BeforeAll
  static void migrate() {
    Tables.migrate(CLICKHOUSE);
  }

  @BeforeEach
  void empty() {
    for (String table : List.of("otel_traces", "dead_letters", "pipeline_ledger_deltas")) {
      CLICKHOUSE.query("TRUNCATE TABLE " + table);
    }
    FAILED.set(0);
  }

  /** The same fragment for the same number, whenever it is asked. */
  private static final class Fragments implements GeneratorFunction<Long, Fragment> {
    @Override
    public Fragment map(Long number) {
      boolean failHere = number % 150 == 120 || number % 300 == 190;
      if (failHere && FAILURES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        FAILED.incrementAndGet();
        throw new IllegalStateException("failure ordered by the test at " + number);
      }
      return fragment(number.intValue());
    }
  }

  private static Fragment fragment(int number) {
    // a retry is read from the partition of the original: here, by the same subtask
    int original = isRetry(number) ? number - 1 : number;
    byte[] value = request(original).toByteArray();
    if (isMalformed(original)) {
      value[value.length - 1] ^= 0x40;
      value[1] = 0x7f;
      value[2] = 0x7f;
    }
    long time = TIME + number * 250L;
    return new Fragment(
        "heliograph.spans", number / 300, number, time, SPANS, "key-" + original, false, value);
  }

  private static boolean isRetry(int number) {
    return number % RETRY == 3;
  }

  private static boolean isMalformed(int number) {
    return number % MALFORMED == 5;
  }

  private static ExportTraceServiceRequest request(int number) {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    for (int i = 0; i < SPANS; i++) {
      spans.addSpans(
          Span.newBuilder()
              .setTraceId(
                  ByteString.copyFrom(ByteBuffer.allocate(16).putInt(number).putInt(9).array()))
              .setSpanId(
                  ByteString.copyFrom(ByteBuffer.allocate(8).putInt(number).putInt(i + 1).array()))
              .setName("span-" + i)
              .setStartTimeUnixNano(TIME * 1_000_000 + number)
              .addAttributes(Otlp.attribute("number", Otlp.number(number))));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(Otlp.ORDERS).addScopeSpans(spans))
        .build();
  }

  private void run(int failures) throws Exception {
    FAILURES_LEFT.set(failures);
    JobSettings settings = Tables.settings(CLICKHOUSE, "");
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    DataGeneratorSource<Fragment> source =
        new DataGeneratorSource<>(
            new Fragments(),
            FRAGMENTS,
            RateLimiterStrategy.perSecond(250),
            TypeInformation.of(Fragment.class));
    ClickHouseSink<Fragment> sink = RawSink.of(settings, "raw-spans", new SpanEncoder());
    RawPipeline.define(env, Signal.SPANS.label(), source, sink);
    env.execute("spans");
  }

  private static List<List<String>> expectedRows() {
    TreeSet<Integer> stored = new TreeSet<>();
    for (int number = 0; number < FRAGMENTS; number++) {
      int original = isRetry(number) ? number - 1 : number;
      if (!isMalformed(original)) {
        stored.add(original);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (int number : stored) {
      for (int i = 0; i < SPANS; i++) {
        rows.add(
            List.of(
                "%08x%08x".formatted(number, i + 1),
                "span-" + i,
                "orders",
                Integer.toString(number)));
      }
    }
    return rows;
  }

  private static void assertRowsAndLedger() {
    List<List<String>> expected = expectedRows();
    assertThat(
            CLICKHOUSE.rows(
                "SELECT SpanId, SpanName, ServiceName, SpanAttributes['number'] FROM otel_traces"
                    + " ORDER BY SpanId"))
        .isEqualTo(expected);

    long dead = 0;
    long duplicate = 0;
    for (int number = 0; number < FRAGMENTS; number++) {
      if (isRetry(number)) {
        duplicate += SPANS;
      } else if (isMalformed(number)) {
        dead += SPANS;
      }
    }
    assertThat(
            CLICKHOUSE.rows(
                "SELECT stage, sum(count) FROM pipeline_ledger WHERE signal = 'spans'"
                    + " GROUP BY stage ORDER BY stage"))
        .containsExactly(
            List.of("accepted", Long.toString(expected.size() + dead)),
            List.of("dead", Long.toString(dead)),
            List.of("duplicate", Long.toString(duplicate)),
            List.of("stored", Integer.toString(expected.size())));
    assertThat(
            CLICKHOUSE.rows(
                "SELECT count(), sum(count), uniqExact(offset), any(topic), any(stage),"
                    + " countIf(reason LIKE '%malformed OTLP%') FROM dead_letters"))
        .containsExactly(
            List.of(
                Long.toString(dead / SPANS),
                Long.toString(dead),
                Long.toString(dead / SPANS),
                "heliograph.spans",
                "dead",
                Long.toString(dead / SPANS)));
    assertThat(
            CLICKHOUSE.rows(
                "SELECT window_start, sumIf(count, stage = 'accepted') AS accepted,"
                    + " sumIf(count, stage IN ('stored', 'dead')) AS kept FROM pipeline_ledger"
                    + " GROUP BY window_start HAVING accepted != kept"))
        .as("minutes in which the law does not hold")
        .isEmpty();
  }

  @Test
  void run_undisturbed_rowsAndLedgerAreRight() throws Exception {
    run(0);
    assertThat(FAILED).hasValue(0);
    assertRowsAndLedger();
  }

  @Test
  void run_failingAndRestored_rowsAndLedgerAreTheSame() throws Exception {
    run(4);
    assertThat(FAILED).hasValue(4);
    assertRowsAndLedger();
  }
}
