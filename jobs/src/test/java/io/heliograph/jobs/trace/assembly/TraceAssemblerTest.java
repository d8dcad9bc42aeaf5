/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import static io.heliograph.jobs.trace.assembly.Spans.ALL;
import static io.heliograph.jobs.trace.assembly.Spans.CALL;
import static io.heliograph.jobs.trace.assembly.Spans.FRONTEND;
import static io.heliograph.jobs.trace.assembly.Spans.QUERY;
import static io.heliograph.jobs.trace.assembly.Spans.ROOT;
import static io.heliograph.jobs.trace.assembly.Spans.SERVED;
import static io.heliograph.jobs.trace.assembly.Spans.part;
import static io.heliograph.jobs.trace.assembly.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.result.TraceRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceAssemblerTest {
  private static final long LINGER = AssemblySettings.DEFAULTS.lingerMillis();
  private static final long IDLE = AssemblySettings.DEFAULTS.idleMillis();
  private static final long LATE = AssemblySettings.DEFAULTS.lateMillis();
  private static final long DAY = 24 * 3_600_000;
  private static final int CAP_BYTES = 8 << 10;

  private final AnAssembler assembler = new AnAssembler(AssemblySettings.DEFAULTS);

  @Test
  void wholeTrace_isToldAfterTheLinger() throws Exception {
    assembler.add(part(1, 0, ALL));
    assembler.passMillis(LINGER - 100);
    assertThat(assembler.rows()).isEmpty();

    assembler.passMillis(200);

    TraceRow row = assembler.row();
    assertThat(row.incompleteReason()).isEmpty();
    assertThat(row.spans()).isEqualTo(4);
    assertThat(row.revision()).isZero();
    assertThat(assembler.open()).isZero();
  }

  @Test
  void straggler_withinTheLinger_isInTheFirstRow() throws Exception {
    assembler.add(part(1, 0, ROOT, CALL));
    assembler.passMillis(LINGER - 100);
    assembler.add(part(1, 0, SERVED, QUERY));
    assembler.passMillis(LINGER + 100);

    assertThat(assembler.row().spans()).isEqualTo(4);
    assertThat(assembler.row().lateSpans()).isZero();
  }

  @Test
  void traceWithoutItsRoot_isToldWhenIdle_andSaysSo() throws Exception {
    assembler.add(part(1, 0, CALL, SERVED));
    assembler.passMillis(IDLE - 100);
    assertThat(assembler.rows()).isEmpty();

    assembler.passMillis(200);

    TraceRow row = assembler.row();

    assertThat(row.incompleteReason()).contains("missing_root");
    assertThat(row.missingParents()).isEqualTo(1);
  }

  @Test
  void missingSpan_thatComesAfterall_makesTheTraceWholeWithinTheLinger() throws Exception {
    assembler.add(part(1, 0, CALL, SERVED));
    assembler.passMillis(IDLE - 1_000);
    assembler.add(part(1, 0, ROOT));
    assembler.passMillis(2 * LINGER + 100);

    assertThat(assembler.row().incompleteReason()).isEmpty();
  }

  @Test
  void lateSpan_revisesTheRow_andCounts() throws Exception {
    assembler.add(part(1, 0, ROOT, CALL, SERVED));
    assembler.passMillis(LINGER + 100);
    assembler.add(part(1, LATE - 1, QUERY));
    assembler.passMillis(LINGER + 100);

    assertThat(assembler.rows()).hasSize(2);
    TraceRow row = assembler.row();
    assertThat(row.revision()).isEqualTo(1);
    assertThat(row.lateSpans()).isEqualTo(1);
    assertThat(row.spans()).isEqualTo(4);
    assertThat(assembler.counts().lateSpans).isEqualTo(1);
    assertThat(assembler.counts().revisions).isEqualTo(1);
  }

  @Test
  void spanBeyondTheHorizon_doesNotRevise() throws Exception {
    assembler.add(part(1, 0, ROOT, CALL, SERVED));
    assembler.passMillis(LINGER + 100);
    assembler.add(part(1, LATE + 1, QUERY));
    assembler.passMillis(IDLE + 100);

    assertThat(assembler.row().revision()).isZero();
    assertThat(assembler.row().spans()).isEqualTo(1);
  }

  @Test
  void idUsedAgainADayLater_isAnotherTrace_evenIfTheSpansAreTheSame() throws Exception {
    assembler.add(part(1, 0, ROOT, CALL, SERVED));
    assembler.passMillis(LINGER + 100);
    assembler.add(part(1, DAY, ALL.stream().map(TraceAssemblerTest::aDayLater).toList()));
    assembler.passMillis(LINGER + 100);
    assembler.add(part(1, 2 * DAY, ROOT, CALL));
    assembler.passMillis(LINGER + 100);

    assertThat(assembler.rows()).hasSize(3).allMatch(row -> row.revision() == 0);
    assertThat(assembler.rows()).extracting(TraceRow::spans).containsExactly(3, 4, 2);
    assertThat(assembler.rows().get(1).startDay())
        .isEqualTo(assembler.rows().get(0).startDay() + 1);
    assertThat(assembler.counts().duplicateSpans + assembler.counts().lateSpans).isZero();
    assertThat(assembler.open()).isZero();
  }

  @Test
  void lateSpan_afterItsIdWasUsedAgain_revisesTheNewerOne() throws Exception {
    assembler.add(part(1, 0, ALL));
    assembler.passMillis(LINGER + 100);
    assembler.add(part(1, DAY, aDayLater(ROOT), aDayLater(CALL), aDayLater(SERVED)));
    assembler.passMillis(LINGER + 100);
    assembler.add(part(1, DAY + LATE, aDayLater(QUERY)));
    assembler.passMillis(LINGER + 100);

    assertThat(assembler.rows()).hasSize(3);
    assertThat(assembler.row().revision()).isEqualTo(1);
    assertThat(assembler.row().spans()).isEqualTo(4);
    assertThat(assembler.row().startDay()).isEqualTo(assembler.rows().get(1).startDay());
  }

  @Test
  void replays_collapse_andAreCounted_openOrTold() throws Exception {
    assembler.add(part(1, 0, ALL));
    assembler.add(part(1, 0, ROOT));
    assembler.passMillis(LINGER + 100);
    assertThat(assembler.row().duplicateSpans()).isEqualTo(1);
    assembler.add(part(1, 0, ALL));
    assembler.passMillis(LINGER + 100);

    TraceRow row = assembler.row();
    assertThat(row.spans()).isEqualTo(4);
    assertThat(row.duplicateSpans()).isEqualTo(5);
    assertThat(row.lateSpans()).isZero();
  }

  @Test
  void tracesThatShareTheirLowHalf_areTwo() throws Exception {
    assembler.add(part(1, 0, ALL));
    assembler.add(
        new io.heliograph.jobs.trace.intake.SpanPart(8, 1, 0, 4, part(1, 0, ALL).encoded()));
    assembler.passMillis(LINGER + 100);

    assertThat(assembler.rows()).hasSize(2);
  }

  @Test
  void traceAtItsCap_isToldAtOnce_andCountsTheRest() throws Exception {
    AnAssembler small = new AnAssembler(AnAssembler.maxSpans(100));
    for (int i = 0; i < 10; i++) {
      small.add(part(1, 0, internals(30, i * 30)));
      small.passMillis(100);
    }
    assertThat(small.rows()).as("told when it was full").hasSize(1);
    small.passMillis(IDLE + 100);

    TraceRow row = small.row();
    assertThat(small.rows()).as("one revision for all that came after").hasSize(2);
    assertThat(row.spans()).isEqualTo(100);
    assertThat(row.overCapSpans()).isEqualTo(200);
    assertThat(row.incompleteReason()).contains("over_cap");
    assertThat(small.counts().overCapSpans).isEqualTo(200);
    assertThat(small.redCalls()).isEqualTo(300);
  }

  @Test
  void traceAtItsCapInBytes_isToldAtOnce_andCountsTheRest() throws Exception {
    AnAssembler small = new AnAssembler(AnAssembler.maxTraceBytes(CAP_BYTES));
    int sent = 0;
    for (; small.rows().isEmpty(); sent += 10) {
      assertThat(sent).as("the cap is reached some time").isLessThan(1_000);
      small.add(part(1, 0, internals(10, sent)));
    }
    small.passMillis(IDLE + 100);

    TraceRow row = small.row();
    assertThat(row.incompleteReason()).contains("over_cap");
    assertThat(row.overCapSpans()).isPositive();
    assertThat(row.spans() + row.overCapSpans()).isEqualTo(sent);
    assertThat(small.counts().overCapSpans).isEqualTo(row.overCapSpans());
    assertThat(small.redCalls()).isEqualTo(sent);
  }

  @Test
  void traceAtItsCapInBytes_holdsNoMore_howeverOftenItIsRevised() throws Exception {
    AnAssembler small = new AnAssembler(AnAssembler.maxTraceBytes(CAP_BYTES));
    int part = part(1, 0, internals(10, 0)).encoded().length;
    int sent = 0;
    for (; sent < 1_000; sent += 10) {
      small.add(part(1, 0, internals(10, sent)));
      small.passMillis(LINGER + 100);
      assertThat(small.rememberedBytes()).isLessThanOrEqualTo(CAP_BYTES + part);
    }

    TraceRow row = small.row();
    assertThat(row.revision()).isPositive();
    assertThat(row.incompleteReason()).contains("over_cap");
    assertThat(row.spans() + row.overCapSpans()).isEqualTo(sent);
    assertThat(small.redCalls()).isEqualTo(sent);
    small.add(part(1, 0, internals(10, 0)));
    small.passMillis(LINGER + 100);
    assertThat(small.row().overCapSpans())
        .as("a replay is not beyond it")
        .isEqualTo(row.overCapSpans());
    assertThat(small.row().duplicateSpans()).isEqualTo(10);
  }

  @Test
  void replaysOfATraceNearItsCap_areNotBeyondIt() throws Exception {
    AnAssembler small = new AnAssembler(AnAssembler.maxSpans(100));
    for (int i = 0; i < 4; i++) {
      small.add(part(1, 0, internals(90, 0)));
    }
    small.passMillis(IDLE + 100);
    small.add(part(1, 0, internals(90, 0)));
    small.passMillis(IDLE + 100);

    TraceRow row = small.row();
    assertThat(row.spans()).isEqualTo(90);
    assertThat(row.overCapSpans()).isZero();
    assertThat(row.duplicateSpans()).isEqualTo(360);
  }

  @Test
  void replaysOfWhatCameAfterATraceWasNearItsCap_areNotBeyondIt() throws Exception {
    AnAssembler small = new AnAssembler(AnAssembler.maxSpans(100));
    small.add(part(1, 0, internals(90, 0)));
    small.add(part(1, 0, internals(90, 0)));
    for (int i = 0; i < 4; i++) {
      small.add(part(1, 0, internals(5, 90)));
    }
    small.passMillis(IDLE + 100);

    TraceRow row = small.row();
    assertThat(row.spans()).isEqualTo(95);
    assertThat(row.overCapSpans()).isZero();
    assertThat(row.duplicateSpans()).isEqualTo(105);
  }

  @Test
  void restoredTrace_withNothingButCounts_whoseSkeletonHasExpired_isDropped() throws Exception {
    OpenTrace counted = new OpenTrace(new TraceId(7, 1), null, 0);
    counted.overCap = 3;
    assembler.restore(counted.id, OpenTraceImage.encode(counted));
    assembler.passMillis(IDLE + 100);

    assertThat(assembler.rows()).isEmpty();
    assertThat(assembler.open()).isZero();
  }

  @Test
  void floodOfOpenTraces_staysWithinItsMemory_andLosesNothing() throws Exception {
    AnAssembler small = new AnAssembler(AnAssembler.maxOpenBytes(1 << 20));
    for (int trace = 0; trace < 20_000; trace++) {
      small.add(part(trace, 0, CALL, SERVED));
      assertThat(small.openBytes()).isLessThanOrEqualTo(1 << 20);
    }
    assertThat(small.counts().evictedTraces).isPositive();
    for (int trace = 0; trace < 20_000; trace++) {
      small.add(part(trace, 0, ROOT));
    }
    small.passMillis(IDLE + 100);

    assertThat(small.lastRows()).hasSize(20_000);
    assertThat(small.lastRows().values())
        .allMatch(row -> row.incompleteReason().isEmpty() && row.spans() == 3);
  }

  @Test
  void clock_standsStillWhileTheTaskWaits() throws Exception {
    assembler.add(part(1, 0, CALL, SERVED));
    assembler.jumpMillis(60_000);
    assertThat(assembler.rows()).as("a task that hung is no trace that was idle").isEmpty();

    assembler.passMillis(IDLE);

    assertThat(assembler.rows()).hasSize(1);
  }

  @Test
  void traceThatNeverPauses_isToldAtItsLimit_andNotBefore() throws Exception {
    for (int i = 0; i < 599; i++) {
      assembler.add(part(1, 0, internals(1, i)));
      assembler.passMillis(100);
    }
    assertThat(assembler.rows()).as("open for 59.9 s").isEmpty();
    assembler.add(part(1, 0, internals(1, 599)));

    assembler.passMillis(200);

    assertThat(assembler.rows()).as("open for 60.1 s").hasSize(1);
    assertThat(assembler.row().spans()).isEqualTo(600);
  }

  @Test
  void idleAndLinger_areThoseOfTheSettings() throws Exception {
    AnAssembler brisk =
        new AnAssembler(new AssemblySettings(200, 1_000, 3_000, LATE, 10_000, 2 << 20, 96L << 20));
    brisk.add(part(1, 0, ALL));
    brisk.add(part(2, 0, CALL));
    brisk.passMillis(100);
    assertThat(brisk.rows()).isEmpty();
    brisk.passMillis(200);
    assertThat(brisk.lastRows()).containsOnlyKeys(new TraceId(7, 1));
    brisk.passMillis(600);
    assertThat(brisk.rows()).hasSize(1);
    brisk.passMillis(200);
    assertThat(brisk.lastRows()).containsOnlyKeys(new TraceId(7, 1), new TraceId(7, 2));
    for (int i = 0; i < 29; i++) {
      brisk.add(part(3, 0, internals(1, i + 1)));
      brisk.passMillis(100);
    }
    assertThat(brisk.rows()).hasSize(2);
    brisk.passMillis(200);
    assertThat(brisk.rows()).hasSize(3);
  }

  @Test
  void end_tellsWhatIsOpen() throws Exception {
    assembler.add(part(1, 0, CALL));
    assembler.end();

    assertThat(assembler.row().incompleteReason()).isNotEmpty();
    assertThat(assembler.open()).isZero();
  }

  private static Span aDayLater(Span span) {
    return new Span(
        span.id(),
        span.parentId(),
        span.kind(),
        span.startNanos() + DAY * Spans.MILLI,
        span.endNanos() + DAY * Spans.MILLI,
        span.error(),
        span.service(),
        span.host(),
        span.operation(),
        span.peer(),
        span.call(),
        span.requestLane(),
        span.instanceLane(),
        span.timeoutNanos(),
        span.timeoutSetting(),
        span.links(),
        ~span.fingerprint());
  }

  private static List<Span> internals(int count, int from) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = from + i + 1;
      spans.add(span(id, id == 1 ? 0 : 1, SpanKind.INTERNAL, FRONTEND, id, id + 1));
    }
    return spans;
  }
}
