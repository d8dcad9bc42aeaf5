/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import static io.heliograph.dev.stack.trace.Traces.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanTreeTest {
  @Test
  void of_shuffledSpans_sameTree() {
    List<SpanRow> shuffled = new ArrayList<>(Traces.checkout());
    Collections.shuffle(shuffled, new Random(7));

    assertThat(drawn(SpanTree.of(shuffled))).isEqualTo(drawn(SpanTree.of(Traces.checkout())));
  }

  @Test
  void of_sharedId_childrenHangUnderTheHalfOfTheirService() {
    SpanTree tree =
        SpanTree.of(
            List.of(
                span("1", "", "frontend", "page", "Server", 0, 100),
                span("2", "1", "frontend", "get", "Client", 10, 80),
                span("2", "1", "orders", "get", "Server", 20, 60),
                span("3", "2", "orders", "load", "Internal", 30, 10),
                span("4", "2", "frontend", "retry hook", "Internal", 15, 2),
                span("5", "2", "cache", "evict", "Internal", 40, 2)));

    assertThat(drawn(tree))
        .containsExactly(
            "frontend page",
            "└ frontend get",
            "  ├ frontend retry hook",
            "  └ orders get",
            "    ├ orders load",
            "    └ cache evict");
  }

  @Test
  void of_cycle_cutAboveItsFirstSpan() {
    SpanTree tree =
        SpanTree.of(
            List.of(
                span("1", "3", "a", "one", "Internal", 0, 9),
                span("2", "1", "a", "two", "Internal", 1, 8),
                span("3", "2", "a", "three", "Internal", 2, 7),
                span("4", "3", "a", "four", "Internal", 3, 1)));

    assertThat(drawn(tree)).containsExactly("a one", "└ a two", "  └ a three", "    └ a four");
    assertThat(tree.isOrphan(0)).isTrue();
  }

  @Test
  void of_ownParent_isARoot() {
    SpanTree tree = SpanTree.of(List.of(span("1", "1", "a", "one", "Internal", 0, 9)));

    assertThat(tree.roots()).containsExactly(0);
  }

  @Test
  void of_parentNotThere_afterTheTrueRoot() {
    SpanTree tree =
        SpanTree.of(
            List.of(
                span("9", "77", "a", "orphan", "Internal", 0, 9),
                span("1", "", "a", "root", "Server", 5, 9)));

    assertThat(drawn(tree)).containsExactly("a root", "a orphan");
    assertThat(tree.isOrphan(tree.roots().get(1))).isTrue();
    assertThat(tree.isOrphan(tree.roots().get(0))).isFalse();
  }

  @Test
  void lines_aChainOfTenThousand_levelsAreNumbered() {
    List<SpanRow> chain = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      chain.add(span("s" + i, i == 0 ? "" : "s" + (i - 1), "a", "level", "Internal", i, 10_000));
    }

    List<TreeLine> lines = TreeLine.of(SpanTree.of(chain), Integer.MAX_VALUE, 4);

    assertThat(lines).hasSize(10_000);
    assertThat(lines.get(4).prefix()).isEqualTo("      └ ");
    assertThat(lines.get(9_999).prefix()).isEqualTo("… 9999 ");
  }

  private static List<String> drawn(SpanTree tree) {
    return TreeLine.of(tree, 100, 100).stream()
        .map(
            line ->
                line.prefix()
                    + tree.span(line.span()).service()
                    + " "
                    + tree.span(line.span()).operation())
        .toList();
  }
}
