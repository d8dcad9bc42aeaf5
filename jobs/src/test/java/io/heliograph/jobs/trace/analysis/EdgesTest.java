/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.PAYMENTS;
import static io.heliograph.jobs.trace.analysis.ATrace.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EdgesTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node buy = trace.root(FRONTEND, "Buy", 0, 100);

  private List<Edge> edges() {
    List<Edge> edges = Edges.of(trace.tree(), ATrace.HIGH, ATrace.LOW);
    List<Span> spans = trace.spans();
    Random random = new Random(7);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(spans, random);
      assertThat(Edges.of(TraceTree.of(spans), ATrace.HIGH, ATrace.LOW)).isEqualTo(edges);
    }
    return edges;
  }

  private static Edge edge(
      String caller, String callee, double start, double millis, boolean error) {
    return new Edge(
        START + Math.round(start * MILLI), caller, callee, Math.round(millis * MILLI), error);
  }

  @Test
  void clientAndServer_areOneCall_asLongAsTheClientWaited() {
    buy.calls("Place", ORDERS, 10, 50).servedBy(ORDERS, 11, 49);

    assertThat(edges()).containsExactly(edge(FRONTEND, ORDERS, 11, 40, false));
  }

  @Test
  void errorOfEitherSide_isTheCalls() {
    buy.fails();
    buy.calls("Place", ORDERS, 10, 50).servedBy(ORDERS, 11, 49).fails();
    buy.calls("Place", ORDERS, 60, 70).fails().servedBy(ORDERS, 61, 69);
    buy.calls("Charge", PAYMENTS, 80, 90).servedBy(PAYMENTS, 81, 89);

    assertThat(edges()).extracting(Edge::error).containsExactly(true, true, false);
  }

  @Test
  void serverAlone_isACall_asLongAsItTook_andNotBlamedForItsParent() {
    buy.fails();
    buy.child(SpanKind.SERVER, ORDERS, "Place", 10, 50);

    assertThat(edges()).containsExactly(edge(FRONTEND, ORDERS, 10, 40, false));
  }

  @Test
  void clientAlone_callsItsPeer_ifItNamesOne() {
    buy.calls("SELECT", "postgresql/shop", 10, 12).fails();
    buy.calls("GET", "", 20, 22);

    assertThat(edges()).containsExactly(edge(FRONTEND, "postgresql/shop", 10, 2, true));
  }

  @Test
  void serviceThatCallsItself_isAnEdge_andItsInnerSpansAreNone() {
    buy.calls("Home", FRONTEND, 10, 50).servedBy(FRONTEND, 11, 49).internal("render", 12, 13);

    assertThat(edges()).containsExactly(edge(FRONTEND, FRONTEND, 11, 40, false));
  }

  @Test
  void messageToAChild_isAnEdge_asLongAsTheConsumerTook() {
    ATrace.Node sent = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 10, 11).to("kafka/sold");
    sent.child(SpanKind.CONSUMER, ORDERS, "sold", 20, 35).follows(sent);

    assertThat(edges()).containsExactly(edge(FRONTEND, ORDERS, 20, 15, false));
  }

  @Test
  void messagesFollowedByLinks_areAnEdgePerService() {
    ATrace.Node place = buy.calls("Place", ORDERS, 5, 9).servedBy(ORDERS, 6, 8);
    ATrace.Node one = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 10, 11).to("kafka/sold");
    ATrace.Node two = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 12, 13).to("kafka/sold");
    ATrace.Node three = place.child(SpanKind.PRODUCER, ORDERS, "sold", 7, 8).to("kafka/sold");
    ATrace.Node batch = trace.root("mailer", "poll", 20, 60);
    batch.child(SpanKind.CONSUMER, "mailer", "process", 21, 51).follows(one, two, three).fails();

    assertThat(edges())
        .containsExactlyInAnyOrder(
            edge(FRONTEND, ORDERS, 6, 4, false),
            edge(ORDERS, "kafka/sold", 7, 1, false),
            edge(FRONTEND, "kafka/sold", 10, 1, false),
            edge(FRONTEND, "kafka/sold", 12, 1, false),
            edge(FRONTEND, "mailer", 21, 30, true),
            edge(ORDERS, "mailer", 21, 30, true));
  }

  @Test
  void linkToASpanThatIsNotThere_isNoEdge() {
    ATrace.Node elsewhere = new ATrace().root(PAYMENTS, "x", 0, 1).internal("y", 0, 1);
    trace.root("mailer", "poll", 20, 60).child(SpanKind.CONSUMER, "mailer", "p", 21, 51);
    ATrace.Node orphan = trace.root("mailer", "poll", 70, 80);
    orphan.child(SpanKind.CONSUMER, "mailer", "p", 71, 72).follows(unknown(elsewhere));

    assertThat(edges()).isEmpty();
  }

  @Test
  void linkToAnotherTrace_isNoEdge_thoughTheSpansIdOccursHere() {
    ATrace.Node sent = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 10, 11);
    trace
        .root("mailer", "poll", 20, 60)
        .child(SpanKind.CONSUMER, "mailer", "process", 21, 51)
        .follows(
            new SpanLink(ATrace.HIGH + 1, ATrace.LOW, sent.id),
            new SpanLink(ATrace.HIGH, ATrace.LOW + 1, sent.id));

    assertThat(edges()).isEmpty();
  }

  @Test
  void consumerInATraceOfItsOwn_isCalledByItsQueue() {
    ATrace own = new ATrace();
    own.root(SpanKind.CONSUMER, "mailer", "receive", 20, 60)
        .to("kafka/sold")
        .follows(new SpanLink(7, 8, 9), new SpanLink(7, 10, 11));

    assertThat(Edges.of(own.tree(), ATrace.HIGH, ATrace.LOW))
        .containsExactly(edge("kafka/sold", "mailer", 20, 40, false));
  }

  @Test
  void consumersBeneathAPoll_areCalledByTheirQueue_whatTheyReceivedOnce() {
    ATrace.Node poll = trace.root("mailer", "poll", 20, 60);
    poll.child(SpanKind.CONSUMER, "mailer", "process", 21, 22).to("kafka/sold");
    poll.child(SpanKind.CONSUMER, "mailer", "process", 23, 24).to("kafka/sold").fails();
    ATrace.Node receive =
        trace.root(SpanKind.CONSUMER, "mailer", "receive", 70, 90).to("kafka/returned");
    receive
        .child(SpanKind.CONSUMER, "mailer", "process", 71, 75)
        .to("kafka/returned")
        .follows(new SpanLink(7, 8, 9));

    assertThat(edges())
        .containsExactly(
            edge("kafka/sold", "mailer", 21, 1, false),
            edge("kafka/sold", "mailer", 23, 1, true),
            edge("kafka/returned", "mailer", 70, 20, false));
  }

  @Test
  void consumerWhoseProducerIsHere_isNotCalledByItsQueue() {
    ATrace.Node one = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 10, 11).to("kafka/sold");
    one.child(SpanKind.CONSUMER, ORDERS, "process", 20, 35).to("kafka/sold");
    ATrace.Node two = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 12, 13).to("kafka/sold");
    trace.root(SpanKind.CONSUMER, "mailer", "process", 40, 50).to("kafka/sold").follows(two);

    assertThat(edges())
        .containsExactlyInAnyOrder(
            edge(FRONTEND, ORDERS, 20, 15, false),
            edge(FRONTEND, "kafka/sold", 12, 1, false),
            edge(FRONTEND, "mailer", 40, 10, false));
  }

  @Test
  void consumerWhoseProducerIsLost_isCalledByItsQueue_untilItComes() {
    ATrace.Node sent = buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 10, 11).to("kafka/sold");
    sent.child(SpanKind.CONSUMER, ORDERS, "sold", 20, 35).to("kafka/sold");
    assertThat(edges()).containsExactly(edge(FRONTEND, ORDERS, 20, 15, false));

    List<Span> without =
        trace.spans().stream().filter(span -> span.kind() != SpanKind.PRODUCER).toList();
    assertThat(Edges.of(TraceTree.of(without), ATrace.HIGH, ATrace.LOW))
        .containsExactly(edge("kafka/sold", ORDERS, 20, 15, false));
  }

  private static ATrace.Node unknown(ATrace.Node of) {
    ATrace.Node node = of;
    while (node.id < 0x1010) {
      node = node.internal("deeper", 0, 1);
    }
    return node;
  }
}
