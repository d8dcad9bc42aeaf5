/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.rules;

import io.heliograph.benchmarks.load.Round;
import io.heliograph.benchmarks.load.Template;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.intake.MalformedBlockException;
import io.heliograph.jobs.trace.intake.PartBatches;
import io.heliograph.jobs.trace.intake.PartReader;
import io.heliograph.jobs.trace.intake.SpanBlock;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.intake.TrafficTally;
import io.heliograph.jobs.trace.model.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the way of a span to the assembly costs, over one round of traces of 10 spans, 8 services
 * and 10 attributes: time per span.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@OperationsPerInvocation(Round.SPANS)
public class SpanIntakeBenchmark {
  private final PartReader reader = new PartReader();
  private final TrafficTally traffic = new TrafficTally();
  private final PartReader counting = new PartReader(traffic);
  private final PartBatches batches = new PartBatches(128, 1);
  private final SpanBlock block = new SpanBlock();
  private final List<byte[]> fragments = new ArrayList<>();
  private final List<byte[]> open = new ArrayList<>();
  private final List<List<Span>> traces = new ArrayList<>();
  private final List<byte[]> skeletons = new ArrayList<>();

  @Setup
  public void fill() throws IOException {
    Round round = new Round(1);
    round.renew(System.currentTimeMillis());
    Map<Long, ByteArrayOutputStream> parts = new LinkedHashMap<>();
    for (Template template : Templates.otlp().round(0)) {
      byte[] value = new byte[template.length()];
      template.fill(value, round);
      fragments.add(value);
      reader.read(value, 0, part -> append(part, parts));
    }
    for (ByteArrayOutputStream trace : parts.values()) {
      List<Span> spans = new ArrayList<>();
      open.add(trace.toByteArray());
      block.decode(trace.toByteArray(), 0, trace.size(), spans);
      traces.add(spans);
      skeletons.add(block.encode(spans));
    }
  }

  private static void append(SpanPart part, Map<Long, ByteArrayOutputStream> parts) {
    parts
        .computeIfAbsent(part.traceLow(), trace -> new ByteArrayOutputStream())
        .writeBytes(part.encoded());
  }

  /** From fragments to parts. */
  @Benchmark
  public void extractAndEncode(Blackhole sink) throws MalformedOtlpException {
    for (byte[] fragment : fragments) {
      reader.read(fragment, 0, sink::consume);
    }
  }

  /** The same, sorted by two subtasks. */
  @Benchmark
  public void extractEncodeAndBatch(Blackhole sink) throws MalformedOtlpException {
    for (byte[] fragment : fragments) {
      reader.read(fragment, 0, batches::add);
      batches.flush(0, sink::consume);
    }
  }

  /** The same as the first, with the calls of instances counted, and handed on once in a round. */
  @Benchmark
  public void extractEncodeAndCount(Blackhole sink) throws MalformedOtlpException {
    traffic.at(0);
    for (byte[] fragment : fragments) {
      counting.read(fragment, 0, sink::consume);
    }
    traffic.flush(sink::consume);
  }

  /** From the parts of a trace, one after the other, to spans. */
  @Benchmark
  public void decodeParts(Blackhole sink) throws MalformedBlockException {
    decode(open, sink);
  }

  /** From the one block of a trace to spans. */
  @Benchmark
  public void decodeSkeleton(Blackhole sink) throws MalformedBlockException {
    decode(skeletons, sink);
  }

  /** From the spans of a trace to one block. */
  @Benchmark
  public void encodeSkeleton(Blackhole sink) {
    for (List<Span> trace : traces) {
      sink.consume(block.encode(trace));
    }
  }

  private void decode(List<byte[]> blocks, Blackhole sink) throws MalformedBlockException {
    for (byte[] bytes : blocks) {
      List<Span> spans = new ArrayList<>();
      block.decode(bytes, 0, bytes.length, spans);
      sink.consume(spans);
    }
  }
}
