/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import io.heliograph.benchmarks.load.Round;
import io.heliograph.benchmarks.load.Template;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.trace.SpanEncoder;
import io.heliograph.protocol.Signal;
import java.io.IOException;
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

/** What the trace job does with a span: from Kafka's bytes to compressed columns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SpanEncodingBenchmark {
  private final List<Fragment> fragments = new ArrayList<>();
  private EncodedRows<Fragment> rows;

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
    rows = new EncodedRows<>(new SpanEncoder());
  }

  /** Time per span, over one round of all services and one freeze. */
  @Benchmark
  @OperationsPerInvocation(Round.SPANS)
  public Object perSpan() throws IOException {
    for (Fragment fragment : fragments) {
      rows.add(fragment);
    }
    return rows.freeze();
  }
}
