/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import static io.heliograph.jobs.trace.model.SpanKind.CONSUMER;
import static io.heliograph.jobs.trace.model.SpanKind.INTERNAL;
import static io.heliograph.jobs.trace.model.SpanKind.PRODUCER;
import static io.heliograph.jobs.trace.model.SpanKind.SERVER;
import static io.heliograph.jobs.trace.model.Spans.FRONTEND;
import static io.heliograph.jobs.trace.model.Spans.MILLI;
import static io.heliograph.jobs.trace.model.Spans.ORDERS;
import static io.heliograph.jobs.trace.model.Spans.PAYMENTS;
import static io.heliograph.jobs.trace.model.Spans.client;
import static io.heliograph.jobs.trace.model.Spans.failedClient;
import static io.heliograph.jobs.trace.model.Spans.moved;
import static io.heliograph.jobs.trace.model.Spans.server;
import static io.heliograph.jobs.trace.model.Spans.span;
import static io.heliograph.jobs.trace.model.Spans.tree;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostClocksTest {
  private final Span root = server(FRONTEND, 1, 0, 0, 100);
  private final Span call = client(FRONTEND, 2, 1, 10, 40);

  /** The same, which did not wait for the answer. */
  private final Span gaveUp = failedClient(ErrorKind.TIMEOUT, FRONTEND, 2, 1, 10, 40);

  @ParameterizedTest
  @ValueSource(doubles = {500, -500, 20, -20})
  void skewedHost_movesAsAWhole_toTheMiddleOfItsCall(double ahead) {
    Span orders = server(ORDERS, 3, 2, 15 + ahead, 35 + ahead);
    Span below = span(INTERNAL, ORDERS, 4, 3, 16 + ahead, 17 + ahead);
    Span elsewhere = span(INTERNAL, ORDERS, 5, 77, 60 + ahead, 61 + ahead);
    TraceTree tree = tree(root, call, orders, below, elsewhere);

    assertThat(moved(tree, orders)).isEqualTo(-ahead);
    assertThat(moved(tree, below)).isEqualTo(-ahead);
    assertThat(moved(tree, elsewhere)).isEqualTo(-ahead);
    assertThat(moved(tree, root)).isZero();
    assertThat(tree.skews())
        .containsExactly(
            new SkewEstimate(
                ORDERS,
                "orders-1",
                FRONTEND,
                Math.round(ahead * MILLI),
                Math.round((Math.abs(ahead) - 5) * MILLI),
                1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-5, 0, 4, 5})
  void serverWithinItsClient_isNotMoved_whereverItLies(double off) {
    Span orders = server(ORDERS, 3, 2, 15 + off, 35 + off);
    TraceTree tree = tree(root, call, orders);

    assertThat(moved(tree, orders)).isZero();
    assertThat(tree.skews()).isEmpty();
  }

  @Test
  void serverThatEndsALittleAfterItsClient_isNotMovedFar() {
    Span orders = server(ORDERS, 3, 2, 35, 40.25);
    TraceTree tree = tree(root, call, orders);

    assertThat(moved(tree, orders)).isEqualTo(-0.5);
    assertThat(tree.skews()).extracting(SkewEstimate::leastNanos).containsExactly(MILLI / 4);
  }

  @Test
  void serverOfAClientThatGaveUp_isMovedOnlyToBeginWithItsCall() {
    Span late = server(ORDERS, 3, 2, 60, 70);
    Span early = server(ORDERS, 3, 2, -60, -50);

    assertThat(tree(root, gaveUp, late).skews()).isEmpty();
    assertThat(moved(tree(root, gaveUp, early), early)).isEqualTo(70);
  }

  @Test
  void callsThatWereAnswered_outweighThoseGivenUp() {
    Span late = server(ORDERS, 3, 2, 60, 70);
    Span quick = client(FRONTEND, 4, 1, 50, 60);
    Span ofQuick = server(ORDERS, 5, 4, 52, 58);

    assertThat(tree(root, gaveUp, late, quick, ofQuick).skews()).isEmpty();
  }

  @Test
  void severalCalls_narrowWhatIsAllowed() {
    Span orders = server(ORDERS, 3, 2, 115, 135); // 95 to 105 ms ahead
    Span quick = client(FRONTEND, 4, 1, 50, 60);
    Span ofQuick = server(ORDERS, 5, 4, 154, 162); // 102 to 104 ms ahead
    TraceTree tree = tree(root, call, orders, quick, ofQuick);

    assertThat(moved(tree, orders)).isEqualTo(-103);
    assertThat(tree.skews()).extracting(SkewEstimate::pairs).containsExactly(2);
  }

  @Test
  void corrections_composeAlongCalls_andARightClockIsLeftAlone() {
    Span orders = server(ORDERS, 3, 2, 111, 139); // 99 to 101 ms ahead
    Span charge = client(ORDERS, 4, 3, 115, 135);
    Span payments =
        server(PAYMENTS, 5, 4, 16, 24); // right, and quicker to be called than to answer
    Span bank = client(PAYMENTS, 6, 5, 17, 23);
    Span late = server("bank", 7, 6, -182, -178); // 200 ms behind
    TraceTree tree = tree(root, call, orders, charge, payments, bank, late);

    assertThat(moved(tree, orders)).isEqualTo(-100);
    assertThat(moved(tree, payments)).isZero();
    assertThat(moved(tree, late)).isEqualTo(200);
    assertThat(tree.skews()).extracting(SkewEstimate::service).containsExactly("bank", ORDERS);
  }

  @Test
  void serverThatOutlivesItsClient_saysNothing() {
    Span orders = server(ORDERS, 3, 2, 15, 95);

    assertThat(tree(root, call, orders).skews()).isEmpty();
  }

  @Test
  void serverThatOutlivesItsClient_isMovedToBeginWithTheCall_ifItBeganBefore() {
    Span orders = server(ORDERS, 3, 2, -15, 65);
    TraceTree tree = tree(root, call, orders);

    assertThat(moved(tree, orders)).isEqualTo(25);
    assertThat(tree.skews()).extracting(SkewEstimate::offsetNanos).containsExactly(-25 * MILLI);
  }

  @Test
  void serverThatOutlivesItsClient_isLeftAlone_whereAnotherCallSaysMore() {
    Span orders = server(ORDERS, 3, 2, 8, 65); // would have begun 2 ms before it was called
    Span again = client(FRONTEND, 4, 1, 50, 90);
    Span precise = server(ORDERS, 5, 4, 50, 90);
    TraceTree tree = tree(root, call, orders, again, precise);

    assertThat(tree.skews()).isEmpty();
  }

  @Test
  void callThatStreams_isOutvoted() {
    Span orders = server(ORDERS, 3, 2, 35, 60); // the client ended at the first byte
    Span second = client(FRONTEND, 4, 1, 50, 60);
    Span ofSecond = server(ORDERS, 5, 4, 51, 59);
    Span third = client(FRONTEND, 6, 1, 70, 80);
    Span ofThird = server(ORDERS, 7, 6, 71, 79);
    TraceTree tree = tree(root, call, orders, second, ofSecond, third, ofThird);

    assertThat(moved(tree, orders)).isZero();
    assertThat(tree.skews()).isEmpty();
  }

  @Test
  void callsThatContradictEachOther_countByNumber() {
    Span orders = server(ORDERS, 3, 2, 15, 35);
    Span second = client(FRONTEND, 4, 1, 50, 60);
    Span ofSecond = server(ORDERS, 5, 4, 151, 159);
    Span third = client(FRONTEND, 6, 1, 70, 80);
    Span ofThird = server(ORDERS, 7, 6, 171, 179);
    TraceTree tree = tree(root, call, orders, second, ofSecond, third, ofThird);

    assertThat(moved(tree, ofThird)).isEqualTo(-100);
  }

  @Test
  void asynchronousWork_isNotMoved() {
    Span sent = span(PRODUCER, FRONTEND, 2, 1, 10, 11);
    Span taken = span(CONSUMER, ORDERS, 3, 2, -900, -800);
    Span hangsOn = span(INTERNAL, PAYMENTS, 4, 1, 5000, 6000);
    Span serves = span(SERVER, "mailer", 5, 2, 7000, 8000); // its caller waits for nobody
    TraceTree tree = tree(root, sent, taken, hangsOn, serves);

    assertThat(tree.skews()).isEmpty();
    assertThat(tree.start(0)).isEqualTo(-900 * MILLI);
  }

  @Test
  void instancesOfAService_haveTheirOwnClocks_andAHostAgreesWithItself() {
    Span one = span(SERVER, ORDERS, "a", 3, 2, 115, 135);
    Span again = client(FRONTEND, 4, 1, 50, 60);
    Span other = span(SERVER, ORDERS, "b", 5, 4, 51, 59);
    Span itself = client(FRONTEND, 6, 1, 70, 80);
    Span looped = server(FRONTEND, 7, 6, 771, 779);
    TraceTree tree = tree(root, call, one, again, other, itself, looped);

    assertThat(moved(tree, one)).isEqualTo(-100);
    assertThat(moved(tree, other)).isZero();
    assertThat(moved(tree, looped)).isZero();
  }

  @Test
  void partThatHangsInTheAir_isCorrectedWithinItself() {
    Span orphan = client(PAYMENTS, 5, 77, 500, 510);
    Span bank = server("bank", 6, 5, 702, 708);
    TraceTree tree = tree(root, call, orphan, bank);

    assertThat(moved(tree, orphan)).isZero();
    assertThat(moved(tree, bank)).isEqualTo(-200);
  }

  @Test
  void callsBothWays_sayTheSame() {
    Span orders = server(ORDERS, 3, 2, 111, 139); // 99 to 101 ms ahead
    Span back = client(ORDERS, 4, 3, 115, 125);
    Span ofBack = server(FRONTEND, 5, 4, 16.5, 24.5); // 98.5 to 100.5 ms ahead
    TraceTree tree = tree(root, call, orders, back, ofBack);

    assertThat(moved(tree, orders)).isEqualTo(-99.75);
    assertThat(moved(tree, ofBack)).isZero();
  }
}
