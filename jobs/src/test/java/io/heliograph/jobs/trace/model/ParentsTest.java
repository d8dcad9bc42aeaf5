/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import static io.heliograph.jobs.trace.model.SpanKind.CONSUMER;
import static io.heliograph.jobs.trace.model.SpanKind.INTERNAL;
import static io.heliograph.jobs.trace.model.SpanKind.PRODUCER;
import static io.heliograph.jobs.trace.model.Spans.FRONTEND;
import static io.heliograph.jobs.trace.model.Spans.ORDERS;
import static io.heliograph.jobs.trace.model.Spans.PAYMENTS;
import static io.heliograph.jobs.trace.model.Spans.client;
import static io.heliograph.jobs.trace.model.Spans.parent;
import static io.heliograph.jobs.trace.model.Spans.server;
import static io.heliograph.jobs.trace.model.Spans.span;
import static io.heliograph.jobs.trace.model.Spans.tree;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ParentsTest {
  private final Span root = server(FRONTEND, 1, 0, 0, 100);

  @Test
  void spanThatNamesItself_isARoot() {
    Span self = server(FRONTEND, 1, 1, 0, 100);
    Span child = span(2, 1, 10, 20);
    TraceTree tree = tree(child, self);

    assertThat(parent(tree, self)).isNull();
    assertThat(parent(tree, child)).isEqualTo(self);
    assertThat(tree.hasRoot()).isTrue();
    assertThat(tree.missingParents()).isZero();
  }

  @Test
  void sharedId_joinsTheHalvesOfACall() {
    Span caller = client(FRONTEND, 2, 1, 10, 90);
    Span callee = server(ORDERS, 2, 1, 20, 80);
    Span ofCallee = client(ORDERS, 3, 2, 30, 40);
    Span ofCaller = span(INTERNAL, FRONTEND, 4, 2, 11, 12);
    Span ofNeither = server(PAYMENTS, 5, 2, 50, 60);
    TraceTree tree = tree(root, caller, callee, ofCallee, ofCaller, ofNeither);

    assertThat(parent(tree, caller)).isEqualTo(root);
    assertThat(parent(tree, callee)).isEqualTo(caller);
    assertThat(parent(tree, ofCallee)).isEqualTo(callee);
    assertThat(parent(tree, ofCaller)).isEqualTo(caller);
    assertThat(parent(tree, ofNeither)).isEqualTo(callee);
    assertThat(tree.roots()).hasSize(1);
  }

  @Test
  void sharedId_whereAServiceCallsItself_hangsChildrenUnderTheServingHalf() {
    Span caller = client(FRONTEND, 2, 1, 10, 90);
    Span callee = server(FRONTEND, 2, 1, 20, 80);
    Span child = span(INTERNAL, FRONTEND, 3, 2, 30, 40);

    assertThat(parent(tree(root, caller, callee, child), child)).isEqualTo(callee);
  }

  @Test
  void sharedId_ofAMessage_joinsProducerAndConsumers() {
    Span sent = span(PRODUCER, FRONTEND, 2, 1, 10, 11);
    Span taken = span(CONSUMER, ORDERS, 2, 1, 20, 30);
    Span takenToo = span(CONSUMER, PAYMENTS, 2, 1, 25, 35);
    TraceTree tree = tree(root, sent, taken, takenToo);

    assertThat(parent(tree, taken)).isEqualTo(sent);
    assertThat(parent(tree, takenToo)).isEqualTo(sent);
  }

  @Test
  void serverOfACallWhoseClientIsMissing_hangsUnderTheParentItNames() {
    Span callee = server(ORDERS, 2, 1, 20, 80);

    assertThat(parent(tree(root, callee), callee)).isEqualTo(root);
  }

  @Test
  void sharedIdAtTheRoot_makesTheClientTheRoot() {
    Span caller = client(FRONTEND, 1, 0, 0, 100);
    Span callee = server(ORDERS, 1, 0, 10, 90);
    TraceTree tree = tree(callee, caller);

    assertThat(parent(tree, callee)).isEqualTo(caller);
    assertThat(tree.roots()).hasSize(1);
    assertThat(tree.hasRoot()).isTrue();
  }

  @Test
  void idUsedTwiceOnOneSide_keepsBothSpans() {
    Span first = server(ORDERS, 2, 1, 10, 20);
    Span second = server(ORDERS, 2, 1, 30, 40);
    Span child = span(INTERNAL, ORDERS, 3, 2, 31, 32);
    TraceTree tree = tree(root, first, second, child);

    assertThat(parent(tree, first)).isEqualTo(root);
    assertThat(parent(tree, second)).isEqualTo(root);
    assertThat(parent(tree, child)).isEqualTo(first); // of halves alike, the first in order
  }

  @Test
  void missingParents_areCountedOnceEach_andTheirChildrenAreOrphans() {
    TraceTree tree = tree(root, span(2, 77, 1, 2), span(3, 77, 2, 3), span(4, 78, 3, 4));

    assertThat(tree.missingParents()).isEqualTo(2);
    assertThat(tree.roots()).hasSize(4);
    assertThat(tree.hasRoot()).isTrue();
  }

  @Test
  void cycle_isCutAtItsFirstSpan() {
    Span early = span(1, 3, 0, 50);
    Span middle = span(2, 1, 10, 50);
    Span late = span(3, 2, 20, 50);
    Span below = span(4, 3, 30, 40);
    TraceTree tree = tree(early, middle, late, below);

    assertThat(parent(tree, early)).isNull();
    assertThat(parent(tree, middle)).isEqualTo(early);
    assertThat(parent(tree, late)).isEqualTo(middle);
    assertThat(parent(tree, below)).isEqualTo(late);
    assertThat(tree.hasRoot()).isFalse();
    assertThat(tree.missingParents()).isZero();
  }

  @Test
  void cyclesBesideARoot_areCutEach_andTheRootStandsForTheTrace() {
    Span late = server(FRONTEND, 9, 0, 50, 100);
    TraceTree tree =
        tree(late, span(1, 2, 0, 9), span(2, 1, 1, 9), span(3, 4, 2, 9), span(4, 3, 3, 9));

    assertThat(tree.roots()).hasSize(3);
    assertThat(tree.span(tree.roots()[0])).isEqualTo(late);
    assertThat(tree.hasRoot()).isTrue();
  }

  @Test
  void cycleThroughASharedId_isCut() {
    Span caller = client(FRONTEND, 1, 2, 0, 100);
    Span callee = server(ORDERS, 1, 2, 10, 90);
    Span below = span(INTERNAL, ORDERS, 2, 1, 20, 80);
    TraceTree tree = tree(caller, callee, below);

    assertThat(tree.roots()).hasSize(1);
    assertThat(tree.span(tree.roots()[0])).isEqualTo(caller);
    assertThat(parent(tree, below)).isEqualTo(callee);
  }
}
