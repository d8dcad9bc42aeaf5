/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.dev.shop.FaultSchedule.Verdict;
import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.intake.PartReader;
import io.heliograph.jobs.trace.intake.SpanBlock;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.result.FindingRow;
import io.heliograph.jobs.trace.result.LaneRow;
import io.heliograph.jobs.trace.result.TraceFacts;
import io.heliograph.jobs.trace.result.TraceJudge;
import io.heliograph.jobs.trace.result.TraceOutput;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the trace job says of spans: on the wire as the SDK exports them, one request per instance,
 * then read and judged by the job's own code with its usual settings. As in the view {@code
 * trace_findings}, a lane counts as left if the callee has an instance in it.
 */
final class JobVerdicts {
  private static final int OPERATIONS = 1_000;
  private static final int GATHERED = 20_000;

  private JobVerdicts() {}

  /** By trace id; of a trace without findings, none. */
  static Map<String, List<Verdict>> of(List<SpanData> spans) throws Exception {
    TraceJudge judge = new TraceJudge(AnalysisSettings.DEFAULTS, OPERATIONS, GATHERED);
    List<TraceOutput> told = new ArrayList<>();
    for (Map.Entry<TraceFacts, List<Span>> trace : traces(spans).entrySet()) {
      judge.judge(trace.getKey(), List.of(), TraceTree.of(trace.getValue()), told::add);
    }
    judge.flush(told::add);
    Map<String, List<Verdict>> verdicts = new TreeMap<>();
    told.stream()
        .map(TraceOutput::finding)
        .filter(Objects::nonNull)
        .filter(finding -> isTrue(finding, told))
        .forEach(
            finding ->
                verdicts
                    .computeIfAbsent(
                        "%016x%016x".formatted(finding.traceHigh(), finding.traceLow()),
                        id -> new ArrayList<>())
                    .add(new Verdict(finding.kind(), finding.service(), finding.operation())));
    return verdicts;
  }

  private static boolean isTrue(FindingRow finding, List<TraceOutput> told) {
    return !finding.kind().equals("lane_violation")
        || told.stream()
            .map(TraceOutput::lane)
            .filter(Objects::nonNull)
            .anyMatch(lane -> isOf(lane, finding));
  }

  private static boolean isOf(LaneRow lane, FindingRow finding) {
    return lane.service().equals(finding.service()) && lane.lane().equals(finding.lane());
  }

  private static Map<TraceFacts, List<Span>> traces(List<SpanData> spans) throws Exception {
    PartReader reader = new PartReader();
    List<SpanPart> parts = new ArrayList<>();
    Map<Resource, List<SpanData>> instances =
        spans.stream().collect(Collectors.groupingBy(SpanData::getResource));
    for (List<SpanData> exported : instances.values()) {
      int leftOut = reader.read(request(exported), System.currentTimeMillis(), parts::add);
      if (leftOut > 0) {
        throw new AssertionError(leftOut + " spans have no valid id");
      }
    }
    SpanBlock blocks = new SpanBlock();
    Map<TraceFacts, List<Span>> traces = new LinkedHashMap<>();
    for (SpanPart part : parts) {
      TraceFacts first = new TraceFacts(part.traceHigh(), part.traceLow(), 0, 0, 0, 0, null, 0);
      blocks.decode(
          part.encoded(),
          0,
          part.encoded().length,
          traces.computeIfAbsent(first, facts -> new ArrayList<>()));
    }
    return traces;
  }

  private static byte[] request(List<SpanData> spans) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TraceRequestMarshaler.create(spans).writeBinaryTo(bytes);
    return bytes.toByteArray();
  }
}
