/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which version wins, also in a log that was compacted. */
class ChainTest {
  private static final String KEY = "rules/default/orders";

  @Test
  void offer_inOrder_eachIsCurrent() {
    Chain chain = new Chain(KEY);

    assertThat(chain.offer(version(1, "a"))).isTrue();
    assertThat(chain.offer(version(2, "b"))).isTrue();
    assertThat(chain.document().version()).isEqualTo(2);
    assertThat(chain.document().versions())
        .extracting(DocumentVersion::attempt)
        .containsExactly("b", "a");
    assertThat(chain.obsolete()).isEmpty();
  }

  @Test
  void offer_twoForOneVersion_theFirstWinsAndTheOtherMayBeErased() {
    Chain chain = new Chain(KEY);
    chain.offer(version(1, "a"));

    assertThat(chain.offer(version(1, "b"))).isFalse();
    assertThat(chain.document().has("a")).isTrue();
    assertThat(chain.document().has("b")).isFalse();
    assertThat(chain.obsolete()).containsExactly(KEY + "#1#b");
    chain.erased(KEY + "#1#b");
    assertThat(chain.obsolete()).isEmpty();
  }

  @Test
  void offer_theSameAgain_changesNothingAndEndangersNothing() {
    Chain chain = new Chain(KEY);
    chain.offer(version(1, "a"));
    chain.offer(version(2, "b"));

    assertThat(chain.offer(version(1, "a"))).isFalse();
    assertThat(chain.offer(version(2, "b"))).isFalse();
    assertThat(chain.obsolete()).isEmpty();
    assertThat(chain.document().version()).isEqualTo(2);
  }

  @Test
  void offer_moreThanTheHistory_forgetsTheOldest() {
    Chain chain = new Chain(KEY);
    for (int i = 1; i <= Document.HISTORY + 2; i++) {
      chain.offer(version(i, "a" + i));
    }

    assertThat(chain.document().versions()).hasSize(Document.HISTORY);
    assertThat(chain.obsolete()).containsExactly(KEY + "#1#a1", KEY + "#2#a2");
  }

  /**
   * Writers that see the log late write against versions that are gone; records that no longer
   * matter are erased at any time, in any order. Whoever reads what is left must come to the same
   * document and history as whoever has read it all.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void offer_compactedLog_comesToTheSame(int seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      Chain whole = new Chain(KEY);
      Map<String, DocumentVersion> log = new LinkedHashMap<>();
      Set<String> winners = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        long seen = Math.max(0, whole.document().version() - random.nextInt(4) * 5L);
        DocumentVersion next = version(seen + 1, "a" + i);
        log.put(RecordCodec.recordKey(next), next);
        boolean wins = seen == whole.document().version();
        assertThat(whole.offer(next)).isEqualTo(wins);
        if (wins) {
          winners.add(next.attempt());
        }
        for (String obsolete : whole.obsolete()) {
          if (random.nextInt(3) == 0) {
            log.remove(obsolete);
            whole.erased(obsolete);
          }
        }
      }
      assertThat(winners).hasSize((int) whole.document().version());

      Chain fresh = new Chain(KEY);
      log.values().forEach(fresh::offer);
      assertThat(fresh.document()).isEqualTo(whole.document());

      // a node that stopped early, and reads all again on top of its snapshot
      Chain late = new Chain(KEY);
      List<DocumentVersion> snapshot = new ArrayList<>(whole.document().versions());
      int missing = random.nextInt(snapshot.size());
      for (int i = snapshot.size() - 1; i >= missing; i--) {
        late.offer(snapshot.get(i));
      }
      log.values().forEach(late::offer);
      assertThat(late.document()).isEqualTo(whole.document());
      assertThat(late.obsolete()).doesNotContainAnyElementsOf(currentKeys(whole));
    }
  }

  private static List<String> currentKeys(Chain chain) {
    return chain.document().versions().stream().map(RecordCodec::recordKey).toList();
  }

  private static DocumentVersion version(long version, String attempt) {
    return new DocumentVersion(KEY, version, attempt, "", 0, Optional.of("{}"));
  }
}
