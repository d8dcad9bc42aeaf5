/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.PAYMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class CriticalPathTest {
  private static final int MANY = 100_000;

  private final ATrace trace = new ATrace();
  private final ATrace.Node root = trace.root(FRONTEND, "root", 0, 100);

  private void assertPath(String... segments) {
    assertThat(new DrawnPath(trace).segments()).containsExactly(segments);
  }

  @Test
  void spanAlone_isThePath() {
    assertPath("root 0-100");
  }

  @Test
  void traceOfNoDuration_hasNoSegments() {
    ATrace instant = new ATrace();
    ATrace.Node only = instant.root(FRONTEND, "instant", 5, 5);
    only.internal("inner", 5, 5);
    DrawnPath path = new DrawnPath(instant);

    assertThat(path.segments()).isEmpty();
    assertThat(path.through(only)).isZero();
  }

  @Test
  void childOfNoDuration_isNoPartOfIt() {
    ATrace.Node event = root.internal("event", 50, 50);

    assertPath("root 0-100");
    assertThat(new DrawnPath(trace).through(event)).isEqualTo(-1);
  }

  @Test
  void timesThroughASpan_areThoseOfWhatItCalledAndItsOwn() {
    ATrace.Node place = root.calls("place", ORDERS, 10, 90);
    ATrace.Node orders = place.servedBy(ORDERS, 15, 85);
    ATrace.Node charge = orders.calls("charge", PAYMENTS, 20, 50);
    ATrace.Node beside = orders.calls("beside", INVENTORY, 20, 45);
    DrawnPath path = new DrawnPath(trace);

    assertThat(path.through(root)).isEqualTo(100);
    assertThat(path.through(place)).isEqualTo(80);
    assertThat(path.through(orders)).isEqualTo(70);
    assertThat(path.through(charge)).isEqualTo(30);
    assertThat(path.through(beside)).isEqualTo(-1);
    assertThat(path.byService()).containsEntry(FRONTEND, 30L).containsEntry(ORDERS, 70L);
  }

  @Test
  void ofCallsThatEndTogether_theFirstToBeginCounts() {
    root.internal("late", 40, 80);
    root.internal("early", 20, 80);

    assertPath("root 0-20", "early 20-80", "root 80-100");
  }

  @Test
  void ofCallsThatOutliveTheirParent_theLastToEndCounts() {
    root.internal("long", 40, 200);
    root.internal("longer", 50, 300);

    assertPath("root 0-50", "longer 50-100");
  }

  @Test
  void callBeforeTheOneThatOutlived_isOnThePath() {
    root.internal("long", 60, 200);
    root.internal("before", 10, 50);

    assertPath("root 0-10", "before 10-50", "root 50-60", "long 60-100");
  }

  @Test
  void grandchildOutsideItsParent_isCutThere_evenIfWithinTheRoot() {
    root.internal("child", 20, 50).internal("grandchild", 30, 90);

    assertPath("root 0-20", "child 20-30", "grandchild 30-50", "root 50-100");
  }

  @Test
  void callsThatOverlapByLessThanOnePercentOfTheirParent_areBothOnThePath() {
    root.internal("first", 10, 40.9);
    root.internal("second", 40, 80);

    assertPath("root 0-10", "first 10-40", "second 40-80", "root 80-100");
  }

  @Test
  void callsThatOverlapByOnePercent_areConcurrent() {
    root.internal("first", 10, 41);
    root.internal("second", 40, 80);

    assertPath("root 0-40", "second 40-80", "root 80-100");
  }

  @Test
  void callsThatOverlapALittle_areConcurrent_ifAnotherBeganOrEndedThen() {
    root.internal("first", 10, 40.9);
    root.internal("second", 40, 80);
    root.internal("third", 40.5, 60);
    assertPath("root 0-40", "second 40-80", "root 80-100");

    root.internal("first, too", 5, 40.2); // as it did: nobody else began or ended until then
    assertPath("root 0-5", "first, too 5-40", "second 40-80", "root 80-100");
  }

  @Test
  void overlapOfACallWithinTheNext_isNoJitter() {
    root.internal("long", 20, 80);
    root.internal("short", 20, 20.5);

    assertPath("root 0-20", "long 20-80", "root 80-100");
  }

  @Test
  void messageSent_isOnThePath_whoTakesItIsNot() {
    ATrace.Node sent = root.child(SpanKind.PRODUCER, FRONTEND, "send", 80, 90);
    sent.child(SpanKind.CONSUMER, ORDERS, "take", 85, 95).internal("work", 86, 94);

    assertPath("root 0-80", "send 80-90", "root 90-100");
  }

  @Test
  void consumerWithinItsOwnService_isWaitedFor() {
    root.child(SpanKind.CONSUMER, FRONTEND, "process", 20, 60);

    assertPath("root 0-20", "process 20-60", "root 60-100");
  }

  @Test
  void consumerAtTheRoot_hasAPath() {
    ATrace taken = new ATrace();
    taken.root(SpanKind.CONSUMER, ORDERS, "take", 0, 100).internal("work", 10, 90);

    assertThat(new DrawnPath(taken).segments())
        .containsExactly("take 0-10", "work 10-90", "take 90-100");
  }

  @Test
  void orphans_areNoPartOfIt_butStandForATraceWithoutARoot() {
    root.internal("lost", 10, 90).internal("orphan", 20, 80).internal("below", 30, 40);
    List<Span> spans = trace.spans();
    spans.remove(1);

    assertThat(new DrawnPath(TraceTree.of(spans)).segments()).containsExactly("root 0-100");
    spans.remove(0);
    assertThat(new DrawnPath(TraceTree.of(spans)).segments())
        .containsExactly("orphan 20-30", "below 30-40", "orphan 40-80");
  }

  @Test
  @Timeout(20)
  void deepChain_isWalkedInTime() {
    ATrace deep = new ATrace();
    ATrace.Node at = deep.root(FRONTEND, "root", 0, 200);
    for (int i = 0; i < MANY; i++) {
      at = at.internal("inner", (i + 1) * 1e-4, 200 - (i + 1) * 1e-4);
    }

    assertThat(CriticalPath.of(deep.tree()).segments().size()).isEqualTo(2 * MANY + 1);
  }

  @Test
  @Timeout(20)
  void manySiblings_areWalkedInTime() {
    ATrace wide = new ATrace();
    ATrace.Node parent = wide.root(FRONTEND, "root", 0, MANY);
    for (int i = 0; i < MANY; i++) {
      parent.internal("inner", i, i + (i % 3 == 0 ? 0.5 : 1.001)); // some overlap by jitter
    }

    assertThat(CriticalPath.of(wide.tree()).segments().size()).isGreaterThan(MANY);
  }
}
