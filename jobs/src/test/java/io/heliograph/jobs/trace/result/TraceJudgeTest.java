/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static io.heliograph.jobs.trace.result.ASpan.client;
import static io.heliograph.jobs.trace.result.ASpan.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.sampling.Keep;
import io.heliograph.jobs.trace.sampling.SamplingSettings;
import io.heliograph.jobs.trace.sampling.TailSampler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceJudgeTest {
  private static final String ORDERS = "orders";
  private static final String STOCK = "stock";
  private static final String PAYMENTS = "payments";

  private static final Span PLACE = server(1, 0, ORDERS, "place").from(0, 90).span();
  private static final Span GET = client(2, 1, ORDERS, "get").to(STOCK).from(10, 20).span();
  private static final Span GOT = server(3, 2, STOCK, "get").from(11, 19).span();
  private static final Span FAILED =
      server(4, 1, PAYMENTS, "charge").from(30, 80).fails(ErrorKind.FAILURE).span();

  private final FakeTables tables = new FakeTables();
  private final TraceJudge judge = new TraceJudge(AnalysisSettings.DEFAULTS, 2, 1_000);

  private TraceRow judge(TraceFacts facts, List<Span> before, Span... late) {
    List<Span> all = new ArrayList<>(before);
    all.addAll(List.of(late));
    judge.judge(facts, before, TraceTree.of(all), tables);
    return tables.traces().get(tables.traces().size() - 1);
  }

  private static TraceFacts revision(int revision) {
    return facts(revision, 0);
  }

  /** Those of a trace that sampling has not looked at. */
  private static TraceFacts fresh(int revision) {
    return new TraceFacts(0xA, 0xB, revision, revision, 0, 0, null, 1_000 + revision);
  }

  private static TraceFacts facts(int revision, int overCap) {
    return new TraceFacts(
        0xA, 0xB, revision, revision, 3, overCap, new Keep("error", 4), 1_000 + revision);
  }

  @Test
  void judge_wholeTrace_isCompleteAndSaysWhereTheTimeWent() {
    TraceRow row = judge(revision(0), List.of(), PLACE, GET, GOT, FAILED);

    assertThat(row.incompleteReason()).isEmpty();
    assertThat(row.startNanos()).isEqualTo(ASpan.START);
    assertThat(row.startDay()).isEqualTo(20_758);
    assertThat(row.durationNanos()).isEqualTo(90 * ASpan.MILLI);
    assertThat(row.rootService()).isEqualTo(ORDERS);
    assertThat(row.rootOperation()).isEqualTo("place");
    assertThat(row.spans()).isEqualTo(4);
    assertThat(row.errors()).isEqualTo(1);
    assertThat(row.services()).containsExactly(ORDERS, PAYMENTS, STOCK);
    assertThat(row.culpritService()).isEqualTo(PAYMENTS);
    assertThat(row.findings()).isEqualTo(2);
    assertThat(tables.findings())
        .extracting(FindingRow::kind)
        .containsExactlyInAnyOrder("error_origin", "serial_calls");
    assertThat(row.pathSpanIds()).containsExactly(1, 2, 3, 4);
    assertThat(row.pathServices()).containsExactly(ORDERS, ORDERS, STOCK, PAYMENTS);
    assertThat(row.pathOperations()).containsExactly("place", "get", "get", "charge");
    assertThat(row.pathSelfNanos())
        .containsExactly(30 * ASpan.MILLI, 2 * ASpan.MILLI, 8 * ASpan.MILLI, 50 * ASpan.MILLI);
    assertThat(row.duplicateSpans()).isEqualTo(3);
    assertThat(row.keepReason()).isEqualTo("error");
    assertThat(row.weight()).isEqualTo(4);
  }

  @Test
  void judge_traceOfWhichThingsAreMissing_saysWhich() {
    assertThat(judge(facts(0, 7), List.of(), PLACE).incompleteReason()).isEqualTo("over_cap");
    assertThat(judge(revision(1), List.of(), PLACE, GOT).incompleteReason())
        .isEqualTo("missing_parents");
    TraceRow row = judge(facts(2, 7), List.of(), GET, GOT, FAILED);
    assertThat(row.incompleteReason()).isEqualTo("missing_root+missing_parents+over_cap");
    assertThat(row.missingParents()).isEqualTo(1);
    assertThat(row.overCapSpans()).isEqualTo(7);
    assertThat(row.rootService()).isEqualTo(ORDERS);
  }

  @Test
  void judge_asynchronousWorkBehindTheRoot_belongsToTheDuration() {
    Span mail = new ASpan(9, 1, SpanKind.CONSUMER, "mail", "send").from(200, 250).span();

    TraceRow row = judge(revision(0), List.of(), PLACE, mail);

    assertThat(row.durationNanos()).isEqualTo(250 * ASpan.MILLI);
    assertThat(row.pathSpanIds()).containsExactly(1);
  }

  @Test
  void judge_hostWhoseClockIsAnHourOff_doesNotStretchTheDuration() {
    Span ahead = server(3, 2, STOCK, "get").from(3_600_011, 3_600_019).span();

    TraceRow row = judge(revision(0), List.of(), PLACE, GET, ahead);

    assertThat(row.durationNanos()).isEqualTo(90 * ASpan.MILLI);
    assertThat(row.startNanos()).isEqualTo(ASpan.START);
  }

  @Test
  void judge_laneOfTheRequest_isThatOfTheRootElseTheFirstThatIsNamed() {
    Span gray = server(1, 0, ORDERS, "place").from(0, 90).lane("gray", "").span();
    Span standsInBlue = server(1, 0, ORDERS, "place").from(0, 90).lane("", "blue").span();
    Span named = client(2, 1, ORDERS, "get").from(10, 20).lane("green", null).span();

    assertThat(judge(revision(0), List.of(), gray, named).lane()).isEqualTo("gray");
    assertThat(judge(revision(1), List.of(), standsInBlue, named).lane()).isEqualTo("blue");
    assertThat(judge(revision(2), List.of(), PLACE, named).lane()).isEqualTo("green");
    assertThat(judge(revision(3), List.of(), PLACE, GET).lane()).isEmpty();
  }

  @Test
  void judge_againWithTheSameSpans_isARowOfHigherVersionAndNothingElse() {
    judge(revision(0), List.of(), PLACE, FAILED);
    judge.flush(tables);
    int outputs = tables.all.size();

    TraceRow row = judge(facts(1, 5), List.of(PLACE, FAILED));
    judge.flush(tables);

    assertThat(tables.all).hasSize(outputs + 1);
    assertThat(row.revision()).isEqualTo(1);
    assertThat(row.overCapSpans()).isEqualTo(5);
  }

  @Test
  void judge_fewerSpansInALaterRevision_isOfALowerVersion() {
    assertThat(TraceRows.version(1, 900)).isLessThan(TraceRows.version(2, 0));
    assertThat(TraceRows.version(2, 0)).isLessThan(TraceRows.version(2, 1));
  }

  @Test
  void judge_findingThatStaysAsItWas_keepsItsRow() {
    judge(revision(0), List.of(), PLACE, FAILED);
    judge(revision(1), List.of(PLACE, FAILED), GET);

    assertThat(tables.findings())
        .filteredOn(row -> row.kind().equals("error_origin"))
        .singleElement()
        .satisfies(row -> assertThat(row.detectedAtMillis()).isEqualTo(1_000));
  }

  @Test
  void judge_findingThatALateSpanExplains_isDeleted() {
    judge(revision(0), List.of(), PLACE, FAILED);
    Span cause = server(5, 4, "bank", "charge").from(31, 79).fails(ErrorKind.FAILURE).span();

    TraceRow row = judge(revision(1), List.of(PLACE, FAILED), cause);

    assertThat(tables.findings()).extracting(FindingRow::service).containsExactly("bank");
    assertThat(row.culpritService()).isEqualTo("bank");
  }

  @Test
  void judge_startMovedToTheDayBefore_endsTheRowsOfTheOldDay() {
    long midnight = ASpan.START + 14 * 3_600_000 * ASpan.MILLI;
    Span after =
        server(4, 1, PAYMENTS, "charge")
            .nanos(midnight, midnight + 5)
            .fails(ErrorKind.FAILURE)
            .span();
    Span root = server(1, 0, ORDERS, "place").nanos(midnight - 10, midnight + 10).span();
    judge(revision(0), List.of(), after);

    judge(revision(1), List.of(after), root);

    assertThat(tables.traces())
        .singleElement()
        .satisfies(row -> assertThat(row.startDay()).isEqualTo(20_758));
    assertThat(tables.findings())
        .singleElement()
        .satisfies(row -> assertThat(row.startDay()).isEqualTo(20_758));
    assertThat(tables.all)
        .filteredOn(out -> out.trace() != null && out.trace().deleted())
        .singleElement()
        .satisfies(
            out -> {
              assertThat(out.trace().startDay()).isEqualTo(20_759);
              assertThat(out.trace().startNanos()).isEqualTo(midnight);
            });
  }

  @Test
  void judge_moreFindingsThanAreKept_saysHowManyThereWere() {
    AnalysisSettings one = new AnalysisSettings(2, 0, 0, 3, 4, 0, 1, 1);
    TraceJudge strict = new TraceJudge(one, 10, 1_000);
    strict.judge(
        revision(0),
        List.of(),
        TraceTree.of(
            List.of(
                PLACE,
                FAILED,
                server(6, 1, STOCK, "get").from(1, 2).fails(ErrorKind.FAILURE).span())),
        tables);

    assertThat(tables.traces().get(0).findings()).isGreaterThan(1);
    assertThat(tables.findings()).hasSize(1);
  }

  @Test
  void judge_callServedInTheBaseline_isACandidate_andNoFindingOfTheTraceYet() {
    TraceJudge keeping =
        new TraceJudge(
            AnalysisSettings.DEFAULTS,
            new TailSampler(SamplingSettings.parse("findings,share=0.000001"), 1),
            10,
            1_000);
    Span root = server(1, 0, ORDERS, "place").from(0, 90).lane("gray", "gray").span();
    Span served = server(3, 2, STOCK, "get").from(11, 19).lane("gray", "").span();

    keeping.judge(fresh(0), List.of(), TraceTree.of(List.of(root, GET, served)), tables);

    assertThat(tables.traces().get(0).findings()).isZero();
    assertThat(tables.traces().get(0).keepReason()).isEmpty();
    assertThat(tables.findings())
        .extracting(FindingRow::kind)
        .containsExactly("lane_violation"); // the view tells whether it is one

    keeping.judge(
        fresh(1),
        List.of(root, GET, served),
        TraceTree.of(List.of(root, GET, served, FAILED)),
        tables);
    assertThat(tables.findings())
        .extracting(FindingRow::kind)
        .containsExactlyInAnyOrder(
            "error_origin", "serial_calls", "lane_violation", "lane_violation");
    assertThat(tables.traces().get(0).findings()).isEqualTo(2);
    assertThat(tables.traces().get(0).keepReason()).isEqualTo("finding");
  }

  @Test
  void settings_outOfRange_areRefused() {
    assertThatThrownBy(() -> new TraceJudge(AnalysisSettings.DEFAULTS, 0, 1))
        .hasMessage("maxOperationsPerService is 0 and maxGathered 1: give 1 or more");
  }
}
