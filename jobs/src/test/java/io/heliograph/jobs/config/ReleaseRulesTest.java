/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import static io.heliograph.jobs.config.AFact.START;
import static io.heliograph.jobs.config.AFact.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.config.ConfigFact.Kind;
import org.junit.jupiter.api.Test;

final class ReleaseRulesTest {
  private static ReleaseState fold(ConfigFact... facts) {
    ReleaseState state = null;
    for (ConfigFact fact : facts) {
      state = ReleaseRules.onFact(state, fact);
    }
    return state;
  }

  @Test
  void published_makesTheRow() {
    assertThat(fold(release(Kind.PUBLISHED, 5, START)))
        .isEqualTo(
            new ReleaseState(
                "r-1",
                "default",
                "orders",
                "timeout",
                7,
                "gray",
                "room=a",
                "alice",
                true,
                5,
                "published",
                START,
                START * 1_000));
  }

  @Test
  void superseded_isTheLastWord() {
    ReleaseState state =
        fold(release(Kind.PUBLISHED, 5, START), release(Kind.SUPERSEDED, 9, START + 1));

    assertThat(state.status()).isEqualTo("superseded");
    assertThat(state.publishedMillis()).isEqualTo(5);
  }

  @Test
  void superseded_overtakingPublished_endsTheSame() {
    ConfigFact published = release(Kind.PUBLISHED, 5, START + 1);
    ConfigFact superseded = release(Kind.SUPERSEDED, 9, START);
    ReleaseState early = fold(superseded);
    ReleaseState state = fold(superseded, published);

    assertThat(early.publishedMillis()).isEqualTo(9);
    assertThat(state.status()).isEqualTo("superseded");
    assertThat(state.publishedMillis()).isEqualTo(5);
    assertThat(state.revision()).isGreaterThan(early.revision());
  }

  @Test
  void repeatedFacts_tellNothingNew() {
    ReleaseState published = fold(release(Kind.PUBLISHED, 5, START));
    ReleaseState superseded = fold(release(Kind.SUPERSEDED, 5, START));

    assertThat(ReleaseRules.onFact(published, release(Kind.PUBLISHED, 6, START + 9)))
        .isSameAs(published);
    assertThat(ReleaseRules.onFact(superseded, release(Kind.SUPERSEDED, 6, START + 9)))
        .isSameAs(superseded);
  }
}
