/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.analysis.Finding;
import io.heliograph.jobs.trace.analysis.FindingKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * The rows of a trace's findings: those that are new or changed, and ends of those that are gone.
 */
final class FindingRows {
  private static final long[] NO_SPANS = {};

  /** What is unique within a trace, as the table's key has it. */
  private record Place(FindingKind kind, long span, String service, String operation) {
    static Place of(Finding finding) {
      return new Place(finding.kind(), finding.place(), finding.service(), finding.operation());
    }
  }

  private FindingRows() {}

  /**
   * Tells the changes from one row of the trace to the next. A finding that stayed as it was keeps
   * its row, and with it the time of its detection.
   *
   * @param before null for the first row
   */
  static void changes(
      TraceFacts facts,
      @Nullable Judgement before,
      Judgement after,
      long version,
      Consumer<TraceOutput> out) {
    List<Finding> found = after.findings().list();
    Map<Place, Finding> old = new HashMap<>();
    if (before != null) {
      before.findings().list().forEach(finding -> old.put(Place.of(finding), finding));
    }
    boolean sameDay = before != null && before.startDay() == after.startDay();
    boolean sameStart = before != null && before.startNanos() == after.startNanos();
    for (Finding finding : found) {
      Place place = Place.of(finding);
      Finding known = sameDay ? old.remove(place) : null;
      if (!sameStart || !finding.equals(known)) {
        out.accept(TraceOutput.of(row(facts, after, finding, version)));
      }
    }
    old.values().forEach(gone -> out.accept(TraceOutput.of(end(facts, before, gone, version))));
  }

  private static FindingRow row(TraceFacts facts, Judgement judged, Finding finding, long version) {
    return new FindingRow(
        facts.traceHigh(),
        facts.traceLow(),
        judged.startDay(),
        judged.startNanos(),
        finding.kind().label(),
        finding.service(),
        finding.operation(),
        finding.place(),
        finding.spanIds(),
        finding.count(),
        finding.savingNanos(),
        finding.lane(),
        EvidenceJson.of(finding.evidence()),
        facts.detectedAtMillis(),
        version,
        false);
  }

  private static FindingRow end(TraceFacts facts, Judgement judged, Finding gone, long version) {
    return new FindingRow(
        facts.traceHigh(),
        facts.traceLow(),
        judged.startDay(),
        judged.startNanos(),
        gone.kind().label(),
        gone.service(),
        gone.operation(),
        gone.place(),
        NO_SPANS,
        0,
        0,
        "",
        "",
        facts.detectedAtMillis(),
        version,
        true);
  }
}
