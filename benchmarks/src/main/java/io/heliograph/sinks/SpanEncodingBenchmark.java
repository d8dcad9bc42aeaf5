/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import io.heliograph.benchmarks.load.Round;
import io.heliograph.benchmarks.load.Template;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.trace.SpanEncoder;
import io.heliograph.protocol.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the trace job does with a span: from Kafka's bytes to compressed columns. It stands in the
 * sink's package, since what it measures is package-private there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SpanEncodingBenchmark {
  private static final SinkSettings SETTINGS =
      new SinkSettings(
          "benchmark",
          ClickHouseConnection.of("http://127.0.0.1:1", "unused", "default", ""),
          1_000_000,
          1L << 30,
          1L << 30,
          true,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          1);

  private final List<Fragment> fragments = new ArrayList<>();
  private SpanEncoder encoder;
  private OpenBlocks blocks;

  @Setup
  public void fill() {
    Round round = new Round(1);
    round.renew(System.currentTimeMillis());
    for (Template template : Templates.otlp().round(0)) {
      byte[] value = new byte[template.length()];
      template.fill(value, round);
      fragments.add(
          new Fragment(Signal.SPANS.topic(), 0, 0, 0, template.spans(), "", false, value));
    }
    encoder = new SpanEncoder();
    blocks = new OpenBlocks(encoder.tables(), SETTINGS, "benchmark-");
    encoder.open(blocks);
  }

  /** Time per span, over one round of all services and one freeze. */
  @Benchmark
  @OperationsPerInvocation(Round.SPANS)
  public List<SinkCommittable> perSpan() throws IOException {
    for (Fragment fragment : fragments) {
      encoder.encode(fragment, blocks);
      blocks.endElement();
    }
    return blocks.freeze();
  }
}
