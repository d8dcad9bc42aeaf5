/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Advice.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the health job says becomes a weight. */
class AdviceTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final long START = 1_790_000_000_000L;

  private long now = START;
  private final Catalog catalog =
      new Catalog(() -> now, START, Runnable::run, CatalogLimits.ofHeap(64 << 20));

  @Test
  void score_isAShareOfTheWeight_butNeverNothing() throws Exception {
    register("a", 200);
    advise("a", State.UP, 40);
    assertThat(weight("a")).isEqualTo(80);
    advise("a", State.SUSPECT, 0);
    assertThat(weight("a")).isEqualTo(20);
    register("b", 1);
    advise("b", State.SUSPECT, 3);
    assertThat(weight("b")).isEqualTo(1);
    register("c", 0);
    assertThat(weight("c")).isZero();
  }

  @Test
  void drainingOrDisabled_getsNothing() throws Exception {
    register("a", 100);
    advise("a", State.DRAINING, 90);
    assertThat(weight("a")).isZero();
    advise("a", State.DISABLED, 90);
    assertThat(weight("a")).isZero();
    advise("a", State.UP, 90);
    assertThat(weight("a")).isEqualTo(90);
  }

  @Test
  void down_takesOutNoMoreThanTheShare_whoeverLeavesOrComes() throws Exception {
    for (String id : List.of("a", "b", "c", "d")) {
      register(id, 100);
    }
    for (String id : List.of("a", "b", "c", "d")) {
      now += 10;
      advise(id, State.DOWN, 0);
    }
    assertThat(out()).containsExactly("a", "b");
    assertThat(weight("c")).isEqualTo(10);

    catalog.deregister(ORDERS, "d");
    assertThat(out()).containsExactly("a");
    register("e", 100);
    assertThat(out()).containsExactly("a", "b");
    advise("a", State.UP, 100);
    assertThat(out()).containsExactly("b", "c");
  }

  @Test
  void onlyOne_isNeverTakenOut() throws Exception {
    register("a", 100);
    advise("a", State.DOWN, 0);
    assertThat(weight("a")).isEqualTo(10);
    assertThat(listed("a").state(now)).isEqualTo(State.DOWN);
  }

  @Test
  void news_wakesAndIsInTheDelta_sameAgainDoesNot() throws Exception {
    register("a", 100);
    register("b", 100);
    List<String> woken = new ArrayList<>();
    long revision = catalog.view(ORDERS).revision();
    Optional<Await> unused = catalog.await(ORDERS, revision, () -> woken.add("x"));
    advise("a", State.UP, 100);
    assertThat(woken).isEmpty();
    advise("a", State.UP, 50);

    assertThat(woken).containsExactly("x");
    assertThat(catalog.since(ORDERS, revision).changed())
        .extracting(listed -> listed.instance().id())
        .containsExactly("a");
  }

  @Test
  void beforeItsRegistration_waitsForIt_unlessItSpeaksOfAFormerOne() throws Exception {
    advise("a", State.DOWN, 0);
    now += 5_000;
    register("a", 100);
    assertThat(weight("a")).isEqualTo(100); // it has registered since

    catalog.advise(ORDERS, "b", new Advice(State.UP, 30, now + 5_000));
    register("b", 100);
    assertThat(weight("b")).isEqualTo(30);
  }

  @Test
  void olderThanWhatIsKnown_isIgnored() throws Exception {
    register("a", 100);
    catalog.advise(ORDERS, "a", new Advice(State.UP, 30, now + 10));
    assertThat(catalog.advise(ORDERS, "a", new Advice(State.UP, 90, now + 9))).isFalse();
    assertThat(weight("a")).isEqualTo(30);
    assertThat(catalog.adviceIgnored()).isEqualTo(1);
  }

  @Test
  void described_anew_keepsWhatIsSaidOfIt() throws Exception {
    register("a", 100);
    advise("a", State.UP, 30);
    register("a", 200);
    assertThat(weight("a")).isEqualTo(60);
  }

  @Test
  void advice_isNoDifferenceBetweenNodes() throws Exception {
    register("a", 100);
    Catalog other = new Catalog(() -> now, START, Runnable::run, CatalogLimits.ofHeap(64 << 20));
    advise("a", State.UP, 30);
    other.merge(catalog.entry(ORDERS, "a").orElseThrow());

    assertThat(other.digests()).isEqualTo(catalog.digests());
    assertThat(other.merge(catalog.entry(ORDERS, "a").orElseThrow())).isFalse();
  }

  @Test
  void score_outOfRange_refused() {
    assertThatThrownBy(() -> new Advice(State.UP, 101, 0)).hasMessageContaining("score is 101");
  }

  private void advise(String id, State state, int score) {
    catalog.advise(ORDERS, id, new Advice(state, score, now));
  }

  private Listed listed(String id) {
    return catalog.entry(ORDERS, id).orElseThrow().listed().orElseThrow();
  }

  private int weight(String id) {
    return listed(id).effectiveWeight(now);
  }

  private List<String> out() {
    return catalog.view(ORDERS).instances().stream()
        .filter(Listed::out)
        .map(listed -> listed.instance().id())
        .toList();
  }

  private void register(String id, int weight) throws Exception {
    catalog.register(
        ORDERS,
        new Instance(
            id, "h", 1, "", "", "", "", weight, 0, 10, Location.UNKNOWN, Map.of(), Map.of()));
  }
}
