/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.intake.SpanBlock;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.result.TraceJudge;
import io.heliograph.jobs.trace.result.TraceOutput;
import io.heliograph.jobs.trace.result.TraceRow;
import io.heliograph.jobs.trace.sampling.SamplingSettings;
import io.heliograph.jobs.trace.sampling.TailSampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** An assembler with a store in memory and a clock that the test moves. */
final class AnAssembler implements TraceStore {
  private static final AssemblySettings USUAL = AssemblySettings.DEFAULTS;

  private final Map<TraceId, byte[]> skeletons = new HashMap<>();
  private final List<TraceOutput> told = new ArrayList<>();
  private final AssemblyCounts counts = new AssemblyCounts();
  private final TraceJudge judge =
      new TraceJudge(
          AnalysisSettings.DEFAULTS, new TailSampler(SamplingSettings.OFF, 1), 1_000, 1_000);
  private final TraceAssembler assembler;
  private long machineMillis = 1_000_000;

  AnAssembler(AssemblySettings settings) {
    TraceTelling telling = new TraceTelling(new SpanBlock(), judge, told::add, counts);
    assembler = new TraceAssembler(settings, this, telling, counts, machineMillis);
  }

  static AssemblySettings maxSpans(int spans) {
    return capped(spans, USUAL.maxTraceBytes(), USUAL.maxOpenBytes());
  }

  static AssemblySettings maxTraceBytes(int bytes) {
    return capped(USUAL.maxSpans(), bytes, USUAL.maxOpenBytes());
  }

  static AssemblySettings maxOpenBytes(long bytes) {
    return capped(USUAL.maxSpans(), USUAL.maxTraceBytes(), bytes);
  }

  private static AssemblySettings capped(int spans, int traceBytes, long openBytes) {
    return new AssemblySettings(
        USUAL.lingerMillis(),
        USUAL.idleMillis(),
        USUAL.openMillis(),
        USUAL.lateMillis(),
        spans,
        traceBytes,
        openBytes);
  }

  void add(SpanPart part) throws Exception {
    assembler.add(part);
  }

  /** Time goes by, a tick after the other. */
  void passMillis(long millis) throws Exception {
    long until = machineMillis + millis;
    while (machineMillis < until) {
      machineMillis = Math.min(until, machineMillis + OpenTraces.TICK_MILLIS);
      assembler.tick(machineMillis);
    }
  }

  /** Time goes by at once. */
  void jumpMillis(long millis) throws Exception {
    machineMillis += millis;
    assembler.tick(machineMillis);
  }

  void restore(TraceId id, byte[] image) throws Exception {
    assembler.restore(id, image);
  }

  void end() throws Exception {
    assembler.end();
  }

  int open() {
    return assembler.open().size();
  }

  long openBytes() {
    return assembler.open().bytes();
  }

  AssemblyCounts counts() {
    return counts;
  }

  List<TraceRow> rows() {
    return told.stream().map(TraceOutput::trace).filter(row -> row != null).toList();
  }

  TraceRow row() {
    return rows().get(rows().size() - 1);
  }

  Map<TraceId, TraceRow> lastRows() {
    Map<TraceId, TraceRow> last = new LinkedHashMap<>();
    rows().forEach(row -> last.put(new TraceId(row.traceHigh(), row.traceLow()), row));
    return last;
  }

  /** How many bytes of encoded spans are remembered of the traces told. */
  long rememberedBytes() {
    return skeletons.values().stream().mapToLong(s -> Skeleton.decode(s).block().length).sum();
  }

  /** How many calls service_red counts by now. */
  long redCalls() {
    judge.flush(told::add);
    return told.stream().filter(out -> out.red() != null).mapToLong(out -> out.red().calls()).sum();
  }

  @Override
  @Nullable public byte[] skeleton(TraceId id) {
    return skeletons.get(id);
  }

  @Override
  public void keep(TraceId id, byte[] skeleton) {
    skeletons.put(id, skeleton);
  }
}
