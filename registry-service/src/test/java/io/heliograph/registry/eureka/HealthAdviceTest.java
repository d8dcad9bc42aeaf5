/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.eureka.Applications.Application;
import io.heliograph.registry.rules.ServiceRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the health job says, as Eureka's clients see it. */
class HealthAdviceTest {
  private static final Instance A =
      new Instance("a", "h", 1, "", "", "", "", 100, 0, 10, Location.UNKNOWN, Map.of(), Map.of());

  @Test
  void status_takenOut_isDown_andDrained_isOutOfService() {
    assertThat(status(advised(Advice.State.UP, false))).isEqualTo(Status.UP);
    assertThat(status(advised(Advice.State.SUSPECT, false))).isEqualTo(Status.UP);
    assertThat(status(advised(Advice.State.DOWN, true))).isEqualTo(Status.DOWN);
    assertThat(status(advised(Advice.State.DOWN, false))).isEqualTo(Status.UP);
    assertThat(status(advised(Advice.State.DRAINING, false))).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(status(advised(Advice.State.DISABLED, false))).isEqualTo(Status.OUT_OF_SERVICE);
  }

  @Test
  void changes_aScoreIsNone_aStateIs() {
    RecentChanges changes = new RecentChanges();
    Applications before = all(new Listed(A, 5));

    changes.note(before, all(advised(Advice.State.SUSPECT, false)), 100);
    assertThat(changes.isEmpty()).isTrue();
    changes.note(before, all(advised(Advice.State.DOWN, true)), 200);
    assertThat(changes.byApp(200).get("A")).hasSize(1);
  }

  private static Status status(Listed listed) {
    return Status.of(listed, ServiceRules.NONE);
  }

  private static Applications all(Listed listed) {
    return new Applications(
        1,
        new TreeMap<>(
            Map.of(
                "A",
                new Application(
                    List.of(), new TreeMap<>(Map.of("a", Shown.of(listed, ServiceRules.NONE)))))));
  }

  private static Listed advised(Advice.State state, boolean out) {
    return new Listed(A, 5, new Advice(state, 50, 9), out);
  }
}
