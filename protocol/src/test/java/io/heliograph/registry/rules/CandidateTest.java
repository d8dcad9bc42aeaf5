/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static io.heliograph.registry.rules.Fleet.ROOM_A;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the health job says of an instance, as rules see it. */
class CandidateTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final Instance A = Fleet.at("a", ROOM_A).instance();

  @Test
  void of_nothingSaid_isHealthyWithItsWeight() {
    assertThat(Candidate.of(new Listed(A, NOW), NOW)).isEqualTo(new Candidate(A, true, 100));
  }

  @Test
  void of_lowScore_isHealthyWithLess() {
    assertThat(Candidate.of(advised(Advice.State.SUSPECT, 40, false), NOW))
        .isEqualTo(new Candidate(A, true, 40));
  }

  @Test
  void of_takenOut_isNotHealthy_andCountsInTheShareThatIs() throws Exception {
    Candidate out = Candidate.of(advised(Advice.State.DOWN, 0, true), NOW);
    assertThat(out).isEqualTo(new Candidate(A, false, 100));
    assertThat(Routing.weight(ServiceRules.NONE, out)).isZero();

    ServiceRules rules =
        Fleet.rules("{'proximity':{'level':'room'},'failover':{'overflowBelowPercent':80}}");
    List<Candidate> fleet = List.of(out, Fleet.at("b", ROOM_A), Fleet.at("c", Fleet.OTHER_CITY));
    assertThat(Fleet.shares(Fleet.last(Routing.plan(rules, fleet, Fleet.at(ROOM_A)))))
        .isEqualTo(Map.of("b", 625, "c", 375));
  }

  @Test
  void of_draining_getsNothing_andIsNoTrouble() {
    Candidate draining = Candidate.of(advised(Advice.State.DRAINING, 100, false), NOW);

    PlannedRoute route =
        Fleet.last(Routing.plan(ServiceRules.NONE, List.of(draining), Caller.ANYBODY));
    assertThat(route.destinations()).isEmpty();
    assertThat(route.excluded()).isEqualTo(Map.of("a", "its weight is 0"));
  }

  private static Listed advised(Advice.State state, int score, boolean out) {
    return new Listed(A, NOW, new Advice(state, score, NOW), out);
  }
}
