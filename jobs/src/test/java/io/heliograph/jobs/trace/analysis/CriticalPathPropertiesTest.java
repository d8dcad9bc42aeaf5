/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every critical path, seen on random traces. */
final class CriticalPathPropertiesTest {
  private static final int TRACES = 500;
  private static final SpanKind[] KINDS = SpanKind.values();

  private final List<ATrace.Node> nodes = new ArrayList<>();
  private final List<double[]> times = new ArrayList<>();

  /** Children anywhere: at once, cut, outliving their parents, of other hosts with other clocks. */
  private ATrace anything(Random random) {
    ATrace trace = new ATrace();
    start(trace, random);
    int size = 2 + random.nextInt(40);
    for (int i = 1; i < size; i++) {
      int parent = random.nextInt(nodes.size());
      double[] within = times.get(parent);
      double length = within[1] - within[0];
      // rounded, so that spans often begin or end together
      double from = Math.rint(within[0] + length * (random.nextDouble() * 1.3 - 0.2));
      double to = from + Math.rint(length * random.nextDouble() * 0.8);
      SpanKind kind = KINDS[random.nextInt(KINDS.length)];
      add(nodes.get(parent).child(kind, "s" + random.nextInt(4), "op", from, to), from, to);
    }
    return trace;
  }

  /** Each span calls one after the other, and waits. */
  private ATrace synchronous(Random random) {
    ATrace trace = new ATrace();
    start(trace, random);
    for (int parent = 0; parent < nodes.size() && nodes.size() < 40; parent++) {
      double at = times.get(parent)[0];
      double end = times.get(parent)[1];
      for (int i = random.nextInt(4); i > 0 && at < end; i--) {
        double from = at + random.nextInt(1 + (int) (end - at) / 3);
        double to = from + random.nextInt(1 + (int) (end - from));
        add(nodes.get(parent).internal("op", from, to), from, to);
        at = to;
      }
    }
    return trace;
  }

  private void start(ATrace trace, Random random) {
    nodes.clear();
    times.clear();
    double end = 10 + random.nextInt(1000);
    add(trace.root("s0", "op", 0, end), 0, end);
  }

  private void add(ATrace.Node node, double from, double to) {
    nodes.add(node);
    times.add(new double[] {from, to});
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void segments_coverTheRoot_andSelfTimesAddUp(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < TRACES; n++) {
      TraceTree tree = anything(random).tree();
      CriticalPath path = CriticalPath.of(tree);
      int root = tree.roots()[0];
      long at = tree.start(root);
      for (CriticalPath.Segment segment : path.segments()) {
        assertThat(segment.startNanos()).isEqualTo(at);
        assertThat(segment.endNanos()).isGreaterThan(at);
        at = segment.endNanos();
      }
      assertThat(at).isEqualTo(tree.end(root));
      long self = 0;
      for (int i = 0; i < tree.size(); i++) {
        self += path.selfNanos(i);
      }
      assertThat(self).isEqualTo(tree.duration(root)).isEqualTo(path.pathNanos(root));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatASpanCostsItsParent_isItsOwnTimeAndThatOfItsChildren(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < TRACES; n++) {
      TraceTree tree = anything(random).tree();
      CriticalPath path = CriticalPath.of(tree);
      for (int i = 0; i < tree.size(); i++) {
        long sum = path.selfNanos(i);
        for (int child : tree.children(i)) {
          sum += path.pathNanos(child);
          assertThat(path.contains(i) || !path.contains(child)).isTrue();
        }
        assertThat(path.pathNanos(i)).isEqualTo(sum);
        assertThat(path.pathNanos(i)).isBetween(0L, tree.duration(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void segment_liesWithinItsSpan_andNoChildEndsWithinIt(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < TRACES; n++) {
      TraceTree tree = anything(random).tree();
      for (CriticalPath.Segment segment : CriticalPath.of(tree).segments()) {
        int span = segment.span();
        assertThat(segment.startNanos()).isGreaterThanOrEqualTo(tree.start(span));
        assertThat(segment.endNanos()).isLessThanOrEqualTo(tree.end(span));
        for (int child : tree.children(span)) {
          boolean awaited = tree.span(child).kind() != SpanKind.CONSUMER;
          boolean within =
              tree.end(child) > segment.startNanos()
                  && tree.end(child) <= segment.endNanos()
                  && tree.start(child) < tree.end(child);
          assertThat(awaited && within).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void orderOfSpans_changesNothing(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < TRACES; n++) {
      List<Span> spans = anything(random).spans();
      CriticalPath path = CriticalPath.of(TraceTree.of(spans));
      Collections.shuffle(spans, random);
      CriticalPath shuffled = CriticalPath.of(TraceTree.of(spans));

      assertThat(shuffled.segments()).isEqualTo(path.segments());
      for (int i = 0; i < spans.size(); i++) {
        assertThat(shuffled.pathNanos(i)).isEqualTo(path.pathNanos(i));
        assertThat(shuffled.contains(i)).isEqualTo(path.contains(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everySpanOfASynchronousTrace_isOnThePath_withAllItsTime(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < TRACES; n++) {
      TraceTree tree = synchronous(random).tree();
      CriticalPath path = CriticalPath.of(tree);
      for (int i = 0; i < tree.size(); i++) {
        if (tree.duration(i) > 0) {
          long own = tree.duration(i);
          for (int child : tree.children(i)) {
            own -= tree.duration(child);
          }
          assertThat(path.contains(i)).isTrue();
          assertThat(path.selfNanos(i)).isEqualTo(own);
          assertThat(path.pathNanos(i)).isEqualTo(tree.duration(i));
        }
      }
    }
  }
}
