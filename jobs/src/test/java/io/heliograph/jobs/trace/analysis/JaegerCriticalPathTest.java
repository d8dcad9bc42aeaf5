/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import org.junit.jupiter.api.Test;

/**
 * The cases that Jaeger's UI publishes for its critical path (jaegertracing/jaeger-ui, {@code
 * TracePage/CriticalPath/testCases}), told with our own spans. All nine come out as they do there,
 * in order of time rather than backwards; behind them what comes out differently on purpose.
 */
final class JaegerCriticalPathTest {
  private final ATrace trace = new ATrace();

  private void assertPath(String... segments) {
    assertThat(new DrawnPath(trace).segments()).containsExactly(segments);
  }

  @Test
  void case1_childrenOneAfterTheOther() {
    ATrace.Node c = trace.root(FRONTEND, "C", 1, 101);
    c.internal("D", 20, 40);
    c.internal("E", 50, 60);

    assertPath("C 1-20", "D 20-40", "C 40-50", "E 50-60", "C 60-101");
  }

  @Test
  void case2_childrenThatOverlap() {
    ATrace.Node x = trace.root(FRONTEND, "X", 1, 101);
    x.internal("A", 10, 50);
    x.internal("C", 20, 60);

    assertPath("X 1-20", "C 20-60", "X 60-101");
  }

  @Test
  void case3_childAfterItsParent() {
    trace.root(FRONTEND, "A", 100, 140).internal("B", 150, 200);

    assertPath("A 100-140");
  }

  @Test
  void case4_childAfterItsParent_withItsOwnChild() {
    trace.root(FRONTEND, "A", 1, 31).internal("B", 40, 80).internal("C", 50, 60);

    assertPath("A 1-31");
  }

  @Test
  void case5_consumerOfAMessage_withItsOwnChild() {
    trace
        .root(SpanKind.PRODUCER, FRONTEND, "A", 1, 31)
        .child(SpanKind.CONSUMER, FRONTEND, "B", 10, 20)
        .internal("C", 12, 14);

    assertPath("A 1-31");
  }

  @Test
  void case6_childThatOutlivesItsParent_whoseChildBeganBefore() {
    trace.root(FRONTEND, "A", 1, 30).internal("B", 15, 35).internal("C", 10, 25);

    assertPath("A 1-15", "C 15-25", "B 25-30");
  }

  @Test
  void case7_childAndGrandchildThatOutliveTheRoot() {
    trace.root(FRONTEND, "A", 1, 30).internal("B", 15, 35).internal("C", 20, 40);

    assertPath("A 1-15", "B 15-20", "C 20-30");
  }

  @Test
  void case8_childThatBeganBeforeAndEndsAfterItsParent() {
    trace.root(FRONTEND, "A", 10, 30).internal("B", 5, 35);

    assertPath("B 10-30");
  }

  @Test
  void case9_childBeforeItsParent() {
    trace.root(FRONTEND, "A", 10, 30).internal("B", 1, 5);

    assertPath("A 10-30");
  }

  /** Jaeger skips a call that ends as the next one begins. */
  @Test
  void otherwise_callsBackToBack_areBothOnThePath() {
    ATrace.Node a = trace.root(FRONTEND, "A", 0, 100);
    a.internal("B", 10, 40);
    a.internal("C", 40, 90);

    assertPath("A 0-10", "B 10-40", "C 40-90", "A 90-100");
  }

  /** Jaeger waits for any consumer whose parent is no producer, such as one in another service. */
  @Test
  void otherwise_consumerWhoseProducerWasLost_isNotWaitedFor() {
    ATrace.Node a = trace.root(FRONTEND, "A", 0, 100);
    a.child(SpanKind.CONSUMER, ORDERS, "taken", 20, 90);

    assertPath("A 0-100");
  }

  /** Jaeger cuts a server's span at its client's; here the clock is put right first. */
  @Test
  void otherwise_serverWhoseClockIsOff_isMovedBeforeItIsCut() {
    ATrace.Node a = trace.root(FRONTEND, "A", 0, 100);
    a.calls("B", ORDERS, 20, 80).servedBy(ORDERS, 65, 105);

    assertPath("A 0-20", "B 20-30", "B 30-70", "B 70-80", "A 80-100");
  }

  /** Jaeger draws a path for each root; here the one that stands for the trace has one. */
  @Test
  void otherwise_secondRoot_hasNoPath() {
    trace.root(FRONTEND, "A", 0, 100);
    trace.root(FRONTEND, "B", 10, 200);

    assertPath("A 0-100");
  }

  @Test
  void roots_areLeftAsTheyAre() {
    ATrace.Node a = trace.root(FRONTEND, "A", 10, 30);
    a.internal("B", 5, 35);
    new DrawnPath(trace);

    assertThat(trace.spans().get(1).startNanos()).isEqualTo(ATrace.START + 5 * MILLI);
  }
}
