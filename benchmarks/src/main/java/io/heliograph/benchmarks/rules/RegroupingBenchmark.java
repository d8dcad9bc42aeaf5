/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.rules;

import io.heliograph.benchmarks.load.OtlpTemplate;
import io.heliograph.benchmarks.load.Round;
import io.heliograph.benchmarks.load.Template;
import io.heliograph.gateway.wire.Fragment;
import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.gateway.wire.Regrouped;
import io.heliograph.gateway.wire.Regrouping;
import io.heliograph.protocol.Signal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the gateway does with a span: checks it where it lies and copies it to its fragment. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RegroupingBenchmark {
  private static final int EDGE = 0; // the service with one span a trace

  @Param({"4", "32"})
  private int partitions;

  private byte[] request;

  @Setup
  public void fill() {
    Template template = OtlpTemplate.of(EDGE, 0);
    Round round = new Round(1);
    round.renew(System.currentTimeMillis());
    request = new byte[template.length()];
    template.fill(request, round);
  }

  /** Time per span. */
  @Benchmark
  @OperationsPerInvocation(Round.TRACES)
  public void perSpan(Blackhole sink) throws MalformedException {
    Regrouped regrouped = Regrouping.cut(Signal.SPANS, request, request.length, partitions);
    for (Fragment fragment : regrouped.fragments()) {
      sink.consume(regrouped.encode(fragment, 1));
    }
  }
}
