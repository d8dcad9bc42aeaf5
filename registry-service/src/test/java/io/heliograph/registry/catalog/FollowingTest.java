/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Advice.State;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalog that lists what others say. */
class FollowingTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final long NOW = 1_000_000_000;

  private final Catalog catalog =
      new Catalog(() -> NOW, 0, Runnable::run, new CatalogLimits(2, 1 << 20, 10));
  private final Set<ServiceName> asked = new HashSet<>();

  @BeforeEach
  void follow() {
    catalog.follow(
        new Following() {
          @Override
          public void asked(ServiceName service) {
            asked.add(service);
          }

          @Override
          public boolean knows(ServiceName service) {
            return false;
          }

          @Override
          public OptionalLong staleMillis(ServiceName service) {
            return OptionalLong.of(7);
          }
        });
  }

  @Test
  void anyQuestion_isPassedOn() throws Exception {
    catalog.view(new ServiceName("default", "viewed"));
    catalog.since(new ServiceName("default", "watched"), 0);
    assertThat(catalog.isVerified(ORDERS)).isFalse();

    assertThat(asked)
        .extracting(ServiceName::service)
        .containsExactlyInAnyOrder("viewed", "watched", "orders");
    assertThat(catalog.staleMillis(ORDERS)).hasValue(7);
  }

  @Test
  void list_whatIsSaidOfHealth_isAsTheNodeHasIt() {
    catalog.list(ORDERS, said("a", NOW, State.DOWN, 0));
    catalog.list(ORDERS, said("b", NOW - 1, State.UP, 30));
    assertThat(weight("a")).as("the only one of two that is down, and taken out").isZero();
    assertThat(weight("b")).isEqualTo(30);

    catalog.list(ORDERS, said("b", NOW - 1, State.DOWN, 0));
    assertThat(weight("b")).as("all may be: the node has bounded it").isZero();

    catalog.list(ORDERS, said("a", NOW, State.UP, 100));
    assertThat(weight("a")).isEqualTo(100);
  }

  @Test
  void list_theSameAgain_wakesNobody() throws Exception {
    catalog.list(ORDERS, said("a", NOW, State.UP, 60));
    long revision = catalog.view(ORDERS).revision();

    catalog.list(ORDERS, said("a", NOW, State.UP, 60));

    assertThat(catalog.view(ORDERS).revision()).isEqualTo(revision);
  }

  @Test
  void list_noRoom_isRefused_andThereIsAgainOnceOneIsGone() {
    assertThat(catalog.list(ORDERS, said("a", NOW, State.UP, 100))).isTrue();
    assertThat(catalog.list(ORDERS, said("b", NOW, State.UP, 100))).isTrue();
    assertThat(catalog.list(ORDERS, said("c", NOW, State.UP, 100))).isFalse();
    assertThat(catalog.list(ORDERS, said("b", NOW, State.UP, 50))).as("is there").isTrue();

    catalog.unlist(ORDERS, "a");

    assertThat(catalog.list(ORDERS, said("c", NOW, State.UP, 100))).isTrue();
    assertThat(catalog.view(ORDERS).instances())
        .extracting(listed -> listed.instance().id())
        .containsExactly("b", "c");
  }

  @Test
  void unlist_anInstanceThatWasDown_comesBackWithoutThat() {
    catalog.list(ORDERS, said("a", NOW, State.DOWN, 0));
    catalog.unlist(ORDERS, "a");
    catalog.list(ORDERS, said("a", NOW, State.UP, 100));

    assertThat(weight("a")).isEqualTo(100);
  }

  @Test
  void tick_longAfterTheLease_listsItStill() {
    catalog.list(ORDERS, said("a", NOW, State.UP, 100));
    for (long millis = 100; millis < 100_000; millis += 100) {
      catalog.tick(millis);
    }
    assertThat(catalog.view(ORDERS).instances()).hasSize(1);
  }

  private int weight(String id) {
    return catalog.find(ORDERS, id).orElseThrow().effectiveWeight(NOW);
  }

  private static Listed said(String id, long registeredAt, State state, int score) {
    return new Listed(
        new Instance(
            id,
            "10.0.0.7",
            8080,
            "grpc",
            "1",
            "",
            "",
            100,
            0,
            1,
            Location.UNKNOWN,
            Map.of(),
            Map.of()),
        registeredAt,
        new Advice(state, score, 0),
        false);
  }
}
