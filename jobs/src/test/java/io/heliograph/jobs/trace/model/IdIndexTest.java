/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import static io.heliograph.jobs.trace.model.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdIndexTest {
  private static final List<Long> IDS =
      List.of(1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 2L << 32, 1L, 0xCAFEL << 48);

  private static IdIndex of(List<Long> ids) {
    return new IdIndex(ids.stream().map(id -> span(id, 0, 0, 1)).toArray(Span[]::new));
  }

  private static List<Integer> all(IdIndex index, long id) {
    List<Integer> found = new ArrayList<>();
    for (int i = index.first(id); i >= 0; i = index.next(i)) {
      found.add(i);
    }
    return found;
  }

  @Test
  void everySpan_isFoundById_inOrder() {
    IdIndex index = of(IDS);

    assertThat(all(index, 1)).containsExactly(0, 6);
    for (int i = 1; i < IDS.size(); i++) {
      assertThat(all(index, IDS.get(i))).contains(i);
    }
  }

  @Test
  void idOfNoSpan_isNotFound() {
    IdIndex index = of(IDS);

    assertThat(index.first(2)).isEqualTo(-1);
    assertThat(index.first(0)).isEqualTo(-1);
  }

  @Test
  void anyNumberOfSpans_leavesRoomToSearch() {
    for (int size = 0; size < 70; size++) {
      List<Long> ids = new ArrayList<>();
      for (long id = 1; id <= size; id++) {
        ids.add(id << 40);
      }
      IdIndex index = of(ids);
      assertThat(index.first(5)).isEqualTo(-1);
      for (int i = 0; i < size; i++) {
        assertThat(all(index, ids.get(i))).containsExactly(i);
      }
    }
  }
}
