/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import static io.heliograph.jobs.trace.model.Spans.FRONTEND;
import static io.heliograph.jobs.trace.model.Spans.MILLI;
import static io.heliograph.jobs.trace.model.Spans.ORDERS;
import static io.heliograph.jobs.trace.model.Spans.client;
import static io.heliograph.jobs.trace.model.Spans.index;
import static io.heliograph.jobs.trace.model.Spans.server;
import static io.heliograph.jobs.trace.model.Spans.span;
import static io.heliograph.jobs.trace.model.Spans.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class TraceTreeTest {
  private static final int MANY = 100_000;

  private static List<Span> spans(TraceTree tree, int[] indices) {
    return IntStream.of(indices).mapToObj(tree::span).toList();
  }

  @Test
  void spans_areInOrderOfStart_longestFirst_thenById() {
    Span first = span(9, 0, 0, 100);
    Span longer = span(8, 9, 10, 30);
    Span shorter = span(3, 9, 10, 20);
    Span sameTimes = span(4, 9, 10, 20);
    TraceTree tree = tree(sameTimes, shorter, longer, first);

    assertThat(IntStream.range(0, tree.size()).mapToObj(tree::span))
        .containsExactly(first, longer, shorter, sameTimes);
    assertThat(spans(tree, tree.children(0))).containsExactly(longer, shorter, sameTimes);
    assertThat(tree.children(1)).isEmpty();
  }

  @Test
  void spansAlikeInAllButWhatTheySay_areAllKept() {
    Span one = server(ORDERS, 2, 1, 10, 20);
    Span other = server(FRONTEND, 2, 1, 10, 20);
    TraceTree tree = tree(span(1, 0, 0, 100), one, other);

    assertThat(tree.size()).isEqualTo(3);
    assertThat(tree.children(0)).hasSize(2);
  }

  @Test
  void severalRoots_theFirstToBeginStandsForTheTrace_orphansComeLast() {
    Span orphan = span(5, 77, 0, 10);
    Span root = span(1, 0, 10, 100);
    Span second = span(2, 0, 20, 200);
    TraceTree tree = tree(second, orphan, root);

    assertThat(spans(tree, tree.roots())).containsExactly(root, second, orphan);
    assertThat(tree.hasRoot()).isTrue();
  }

  @Test
  void orphansAlone_areLedByTheFirstToBegin() {
    Span early = span(5, 77, 0, 10);
    TraceTree tree = tree(span(6, 78, 5, 10), early);

    assertThat(tree.span(tree.roots()[0])).isEqualTo(early);
    assertThat(tree.hasRoot()).isFalse();
  }

  @Test
  void times_areTheSpansOwn_whereClocksAgree() {
    Span root = span(1, 0, 0.5, 100);
    TraceTree tree = tree(root);

    assertThat(tree.start(0)).isEqualTo(MILLI / 2);
    assertThat(tree.end(0)).isEqualTo(100 * MILLI);
    assertThat(tree.duration(0)).isEqualTo(99 * MILLI + MILLI / 2);
    assertThat(tree.skews()).isEmpty();
  }

  @Test
  void childrenAndRoots_areSortedByCorrectedTimes() {
    Span root = server(FRONTEND, 1, 0, 0, 100);
    Span call = client(FRONTEND, 2, 1, 10, 40);
    Span behind = server(ORDERS, 3, 2, -489, -461); // 500 ms behind
    Span below = span(SpanKind.INTERNAL, FRONTEND, 4, 3, 12, 14);
    Span belowToo = span(SpanKind.INTERNAL, ORDERS, 5, 3, -475, -470);
    Span orphan = span(SpanKind.INTERNAL, ORDERS, 6, 77, -420, -410);
    Span other = span(SpanKind.INTERNAL, FRONTEND, 7, 78, 50, 60);
    TraceTree tree = tree(root, call, behind, below, belowToo, orphan, other);

    assertThat(spans(tree, tree.children(index(tree, behind)))).containsExactly(below, belowToo);
    assertThat(spans(tree, tree.roots())).containsExactly(root, other, orphan);
    assertThat(tree.span(0)).isEqualTo(behind); // names do not depend on corrections
  }

  @Test
  @Timeout(20)
  void deepChain_isBuiltInTime() {
    List<Span> chain = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String service = "s" + i / 2;
      SpanKind kind = i % 2 == 0 ? SpanKind.SERVER : SpanKind.CLIENT;
      int skew = i / 2 % 2 == 0 ? 0 : 1000;
      chain.add(span(kind, service, i + 1, i, skew + i * 1e-4, skew + 900 - i * 1e-4));
    }
    Collections.shuffle(chain, new Random(1));

    TraceTree tree = TraceTree.of(chain);

    assertThat(tree.roots()).hasSize(1);
    assertThat(tree.skews()).hasSize(MANY / 4);
    assertThat(IntStream.range(0, MANY).filter(i -> tree.children(i).length == 0)).hasSize(1);
  }

  @Test
  @Timeout(20)
  void closedChain_isCutInTime() {
    List<Span> circle = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      circle.add(span(i + 1, i == 0 ? MANY : i, i, MANY));
    }
    Collections.shuffle(circle, new Random(1));

    TraceTree tree = TraceTree.of(circle);

    assertThat(tree.roots()).containsExactly(0);
    assertThat(tree.hasRoot()).isFalse();
  }

  @Test
  @Timeout(20)
  void manySiblings_ofManyHosts_areSortedInTime() {
    List<Span> spans = new ArrayList<>(List.of(server(FRONTEND, 1, 0, 0, MANY)));
    for (int i = 1; i <= MANY; i++) {
      spans.add(client(FRONTEND, 2 * i, 1, i, i + 0.5));
      double skew = i % 2 == 0 ? 5000 : 0;
      spans.add(server("s" + i, 2 * i + 1, 2 * i, i + skew, i + skew + 0.25));
    }
    Collections.shuffle(spans, new Random(1));

    TraceTree tree = TraceTree.of(spans);

    int[] children = tree.children(tree.roots()[0]);
    assertThat(children).hasSize(MANY);
    long[] starts = Arrays.stream(children).mapToLong(tree::start).toArray();
    assertThat(starts).isSorted();
    assertThat(tree.skews()).hasSize(MANY / 2);
  }

  @Test
  @Timeout(20)
  void manyOrphans_ofManyHosts_areBuiltInTime() {
    List<Span> spans = new ArrayList<>();
    spans.add(client(FRONTEND, 1, 0, 0, 10));
    spans.add(server(ORDERS, 2, 1, 500, 509));
    for (int i = 3; i < MANY; i++) {
      spans.add(span(SpanKind.SERVER, "s" + i, i, MANY + i, i, i + 1));
    }

    TraceTree tree = TraceTree.of(spans);

    assertThat(tree.roots()).hasSize(MANY - 2);
    assertThat(tree.missingParents()).isEqualTo(MANY - 3);
  }

  @Test
  @Timeout(20)
  void manySpansOfOneId_areBuiltInTime() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      spans.add(server(ORDERS, 7, 7, i, i + 1));
    }

    assertThat(TraceTree.of(spans).roots()).hasSize(MANY);
  }
}
