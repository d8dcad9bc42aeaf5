/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static io.heliograph.sdk.registry.Answers.delta;
import static io.heliograph.sdk.registry.Answers.down;
import static io.heliograph.sdk.registry.Answers.instance;
import static io.heliograph.sdk.registry.Answers.state;
import static io.heliograph.sdk.registry.Answers.up;
import static io.heliograph.sdk.registry.Answers.whole;
import static io.heliograph.sdk.registry.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.rules.ServiceRules;
import org.junit.jupiter.api.Test;

class ServiceListTest {
  private static final ServiceList TWO =
      take(ServiceList.UNKNOWN, whole("a/1", 7, up(instance("one")), up(instance("two"))));

  @Test
  void with_delta_changesAndRemovesWhatItNames() {
    ServiceList list =
        take(
            TWO,
            delta("a/1", 8, up(instance("two").setWeight(5)), up(instance("three"))).toBuilder()
                .addRemoved("one")
                .build());

    assertThat(list.instances()).containsOnlyKeys("three", "two");
    assertThat(list.instances().get("two").instance().weight()).isEqualTo(5);
    assertThat(list.revision()).isEqualTo(8);
    assertThat(TWO.instances()).as("the list before").containsOnlyKeys("one", "two");
  }

  @Test
  void with_whole_forgetsWhatItDoesNotName() {
    assertThat(take(TWO, whole("b/1", 3, up(instance("two")))).instances()).containsOnlyKeys("two");
  }

  @Test
  void with_instanceThatNoNodeWouldTake_leavesItOutAndSaysWhy() {
    ServiceList.Taken taken =
        TWO.with(delta("a/1", 8, up(instance("three").setPort(0)), up(instance("four"))));

    assertThat(taken.list().instances()).containsOnlyKeys("four", "one", "two");
    assertThat(taken.leftOut()).containsExactly("instance three: port is 0: give 1 to 65535");
  }

  @Test
  void with_states_takesOutThoseThatAreDownUnlessTheyAreKeptIn() {
    ServiceList list =
        take(
            TWO,
            whole(
                "a/1",
                8,
                down(instance("out")),
                state(instance("kept"), "DOWN", 10),
                state(instance("warming"), "WARMING", 10),
                state(instance("later"), "MEDITATING", 100)));

    assertThat(list.instances().get("out").out()).isTrue();
    assertThat(list.instances().get("kept").out()).isFalse();
    assertThat(list.instances().get("warming").advice().state()).isEqualTo(Advice.State.UP);
    assertThat(list.instances().get("later").out()).isFalse();
  }

  @Test
  void with_score_weighsAsTheNodesDo() {
    Listed half =
        take(TWO, whole("a/1", 8, up(instance("one")).toBuilder().setScore(50).build()))
            .instances()
            .get("one");

    assertThat(half.effectiveWeight(1_000_000)).isEqualTo(50);
  }

  @Test
  void with_rules_takesLaterOnes_andNeverEarlier() {
    ServiceList ruled = take(TWO, with(delta("a/1", 8), 4, "{'weights':{'one':9}}"));
    assertThat(ruled.rules().weights()).containsEntry("one", 9);
    assertThat(ruled.instances()).hasSize(2);

    ServiceList same = take(ruled, with(whole("b/1", 1), 3, "{'weights':{'one':1}}"));
    assertThat(same.rules().weights()).containsEntry("one", 9);
    assertThat(same.rulesVersion()).isEqualTo(4);

    ServiceList without = take(ruled, with(delta("a/1", 9), 5, ""));
    assertThat(without.rules()).isEqualTo(ServiceRules.NONE);
    assertThat(without.rulesVersion()).isEqualTo(5);
  }

  @Test
  void with_rulesOfALaterRelease_keepsThoseBefore_andAsksForNoneAgain() {
    ServiceList ruled = take(TWO, with(delta("a/1", 8), 4, "{'weights':{'one':9}}"));
    ServiceList.Taken taken = ruled.with(with(delta("a/1", 9), 5, "{'gravity':1}"));

    assertThat(taken.list().rules().weights()).containsEntry("one", 9);
    assertThat(taken.list().rulesVersion()).isEqualTo(5);
    assertThat(taken.leftOut()).singleElement().asString().contains("version 5", "gravity");
  }

  @Test
  void asAnswer_makesTheSameListAgain() {
    ServiceList list =
        take(
            TWO,
            with(
                delta(
                    "a/1",
                    8,
                    down(instance("out").putTags("tier", "gold").setLane("gray")),
                    state(instance("drains"), "DRAINING", 0)),
                4,
                "{'weights':{'one':9}}"));

    assertThat(take(ServiceList.UNKNOWN, list.asAnswer(1_000_000))).isEqualTo(list);
  }

  private static ServiceList take(
      ServiceList before, io.heliograph.registry.v1.WatchResponse answer) {
    ServiceList.Taken taken = before.with(answer);
    assertThat(taken.leftOut()).isEmpty();
    return taken.list();
  }
}
