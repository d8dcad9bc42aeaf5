/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes make of what they tell each other. */
class CatalogMergeTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final long START = 1_790_000_000_000L;
  private static final int LEASE_SECONDS = 10;

  private long now = START;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private final Node c = new Node("c");

  /** A node and what it has to tell. */
  private final class Node implements Replica {
    final Catalog catalog;
    final Set<String> changed = new HashSet<>();
    final List<String> renewed = new ArrayList<>();
    final Set<String> reached = new HashSet<>();

    Node(String name) {
      catalog = new Catalog(name, () -> now, START, Runnable::run, CatalogLimits.ofHeap(64 << 20));
      catalog.tell(this);
      nodes.put(name, this);
    }

    @Override
    public void changed(ServiceName service, String id) {
      changed.add(id);
    }

    @Override
    public void renewed(String node, ServiceName service, String id) {
      renewed.add(node + " " + id);
    }

    @Override
    public boolean reaches(String node) {
      return reached.contains(node);
    }

    /** Tells another one what has changed. */
    void push(Node to) {
      for (String id : changed) {
        catalog.entry(ORDERS, id).ifPresent(to.catalog::merge);
      }
    }

    List<String> ids() {
      return catalog.view(ORDERS).instances().stream().map(l -> l.instance().id()).toList();
    }

    Stamp stamp(String id) {
      return catalog.entry(ORDERS, id).orElseThrow().stamp();
    }
  }

  @Test
  void merge_news_isListedAndWakes() throws Exception {
    List<String> woken = new ArrayList<>();
    Optional<Await> unused = b.catalog.await(ORDERS, 0, () -> woken.add("b"));
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);

    assertThat(b.ids()).containsExactly("x");
    assertThat(woken).containsExactly("b");
    assertThat(b.catalog.digests()).isEqualTo(a.catalog.digests());
    assertThat(b.changed).isEmpty(); // each tells what it has written itself
    assertThat(b.catalog.merge(a.catalog.entry(ORDERS, "x").orElseThrow())).isFalse();
  }

  @Test
  void merge_end_takesOutAndIsNotUndoneByWhatCameBefore() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    Entry before = a.catalog.entry(ORDERS, "x").orElseThrow();
    a.push(b);
    a.catalog.deregister(ORDERS, "x");
    a.push(b);
    a.push(c); // has never heard of it

    assertThat(b.ids()).isEmpty();
    for (Node node : List.of(a, b, c)) {
      assertThat(node.catalog.merge(before)).isFalse();
      assertThat(node.ids()).isEmpty();
    }
  }

  @Test
  void bothRegister_laterOneIsRightOnBoth() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    now += 5;
    b.catalog.register(ORDERS, instance("x", 2));
    a.push(b);
    b.push(a);

    assertThat(a.catalog.view(ORDERS).instances().get(0).instance().port()).isEqualTo(2);
    assertThat(a.catalog.digests()).isEqualTo(b.catalog.digests());
    assertThat(a.stamp("x").node()).isEqualTo("b");
  }

  @Test
  void clockBehind_whatIsWrittenAfterIsLaterAllTheSame() throws Exception {
    now += 3_600_000;
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    now -= 3_600_000;
    b.catalog.register(ORDERS, instance("x", 2));
    b.push(a);

    assertThat(a.catalog.view(ORDERS).instances().get(0).instance().port()).isEqualTo(2);
  }

  @Test
  void renewedElsewhere_holderIsTold_andNobodyIsWoken() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    b.reached.add("a");
    long revision = b.catalog.view(ORDERS).revision();
    b.catalog.register(ORDERS, instance("x", 1));

    assertThat(b.renewed).containsExactly("a x");
    assertThat(b.changed).isEmpty();
    assertThat(b.catalog.view(ORDERS).revision()).isEqualTo(revision);

    passSeconds(LEASE_SECONDS - 1, a);
    a.catalog.renewedElsewhere(ORDERS, "x");
    passSeconds(LEASE_SECONDS - 1, a);
    assertThat(a.ids()).containsExactly("x");
  }

  @Test
  void holderOutOfReach_renewalTakesOver_andNobodyIsWoken() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    long revision = b.catalog.view(ORDERS).revision();
    assertThat(b.catalog.renew(ORDERS, "x")).isEqualTo(LEASE_SECONDS);

    assertThat(b.stamp("x").node()).isEqualTo("b");
    assertThat(b.changed).containsExactly("x");
    assertThat(b.catalog.view(ORDERS).revision()).isEqualTo(revision);
    assertThat(b.catalog.counts().takenOver()).isEqualTo(1);
  }

  @Test
  void holderLost_copyLivesForALeaseAndAWhile_thenExpires() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    for (int i = 0; i < 60; i++) {
      b.catalog.lives().heard("a", 0);
      passSeconds(1, b);
    }
    assertThat(b.ids()).containsExactly("x"); // a answers for it

    passSeconds(LEASE_SECONDS + 3, b);
    assertThat(b.ids()).containsExactly("x");
    passSeconds(3, b);
    assertThat(b.ids()).isEmpty();
    assertThat(b.changed).containsExactly("x");
  }

  @Test
  void holderHeardOfThroughAnother_isNotLost() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    for (int i = 0; i < 60; i++) {
      b.catalog.lives().heard("a", 900);
      passSeconds(1, b);
    }
    assertThat(b.ids()).containsExactly("x");
  }

  @Test
  void toldThatALivingOneExpired_contradicts() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    a.changed.clear();
    passSeconds(LEASE_SECONDS + 6, b); // cut off from a
    b.push(a);

    assertThat(a.ids()).containsExactly("x");
    assertThat(a.catalog.counts().contradicted()).isEqualTo(1);
    a.push(b);
    assertThat(b.ids()).containsExactly("x");
    assertThat(b.catalog.digests()).isEqualTo(a.catalog.digests());
  }

  @Test
  void toldThatALivingOneWasTakenOut_takesItOut() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.push(b);
    b.catalog.deregister(ORDERS, "x");
    b.push(a);

    assertThat(a.ids()).isEmpty();
  }

  @Test
  void restoredButSilent_believesThatItHasExpired() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    Entry known = a.catalog.entry(ORDERS, "x").orElseThrow();
    passSeconds(LEASE_SECONDS + 1, a);
    b.catalog.restore(ORDERS, known.listed().orElseThrow(), Optional.of(known.stamp()));
    a.push(b);

    assertThat(b.ids()).isEmpty();
  }

  @Test
  void hold_neverExpires_untilReleased() throws Exception {
    a.catalog.hold(ORDERS, instance("x", 1));
    passSeconds(60, a);
    assertThat(a.ids()).containsExactly("x");

    a.catalog.release(ORDERS, "x", false);
    passSeconds(LEASE_SECONDS - 1, a);
    assertThat(a.ids()).containsExactly("x");
    passSeconds(2, a);
    assertThat(a.ids()).isEmpty();
  }

  @Test
  void hold_byTwo_endsWithTheLast() throws Exception {
    a.catalog.hold(ORDERS, instance("x", 1));
    a.catalog.hold(ORDERS, instance("x", 2)); // described anew
    a.catalog.release(ORDERS, "x", true);
    assertThat(a.ids()).containsExactly("x");
    a.catalog.release(ORDERS, "x", true);
    assertThat(a.ids()).isEmpty();
    a.catalog.release(ORDERS, "x", true); // of something that is gone
  }

  @Test
  void heldHere_describedAnewElsewhere_doesNotEndWhileItIsHeld() throws Exception {
    a.catalog.hold(ORDERS, instance("x", 1));
    a.push(b);
    b.catalog.register(ORDERS, instance("x", 2));
    b.push(a);
    b.changed.clear();
    passSeconds(LEASE_SECONDS + 1, b); // nobody renews it there
    b.push(a);

    assertThat(a.catalog.view(ORDERS).instances().get(0).instance().port()).isEqualTo(2);
    a.push(b);
    assertThat(b.ids()).containsExactly("x");
  }

  @Test
  void release_afterItWentToAnotherNode_leavesItThere() throws Exception {
    a.catalog.hold(ORDERS, instance("x", 1));
    a.push(b);
    b.catalog.hold(ORDERS, instance("x", 1));
    b.push(a);
    a.catalog.release(ORDERS, "x", true);

    assertThat(a.ids()).containsExactly("x");
    assertThat(b.ids()).containsExactly("x");
  }

  @Test
  void since_knownRevision_onlyWhatChanged() throws Exception {
    long first = a.catalog.register(ORDERS, instance("x", 1)).revision();
    a.catalog.register(ORDERS, instance("y", 1));
    a.catalog.register(ORDERS, instance("z", 1));
    a.catalog.deregister(ORDERS, "y");
    a.catalog.deregister(ORDERS, "x");
    Delta delta = a.catalog.since(ORDERS, first);

    assertThat(delta.whole()).isFalse();
    assertThat(delta.removed()).containsExactlyInAnyOrder("x", "y");
    assertThat(delta.changed()).extracting(l -> l.instance().id()).containsExactly("z");
    assertThat(delta.revision()).isEqualTo(a.catalog.view(ORDERS).revision());
    assertThat(a.catalog.since(ORDERS, delta.revision()).changed()).isEmpty();
    assertThat(a.catalog.since(ORDERS, -1).whole()).isTrue();
    assertThat(a.catalog.since(ORDERS, delta.revision() + 1).whole()).isTrue();
  }

  @Test
  void since_beforeWhatIsRemembered_whole() throws Exception {
    long first = a.catalog.register(ORDERS, instance("x", 1)).revision();
    a.catalog.register(ORDERS, instance("y", 1, 3_600));
    a.catalog.deregister(ORDERS, "x");
    passSeconds(601, a);

    assertThat(a.catalog.since(ORDERS, first).whole()).isTrue();
    assertThat(a.ids()).containsExactly("y");
  }

  @Test
  void ended_nobodyLeft_isForgottenInTheEnd() throws Exception {
    a.catalog.register(ORDERS, instance("x", 1));
    a.catalog.deregister(ORDERS, "x");
    assertThat(a.catalog.entry(ORDERS, "x")).isPresent();
    passSeconds(601, a);
    assertThat(a.catalog.entry(ORDERS, "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anyHistory_afterRepair_allAreEqual(long seed) throws Exception {
    Random random = new Random(seed);
    List<Node> all = List.of(a, b, c);
    for (int step = 0; step < 2_000; step++) {
      Node node = all.get(random.nextInt(3));
      Node other = all.get(random.nextInt(3));
      String id = "i" + random.nextInt(20);
      switch (random.nextInt(6)) {
        case 0, 1 -> node.catalog.register(ORDERS, instance(id, 1 + random.nextInt(2)));
        case 2 -> node.catalog.deregister(ORDERS, id);
        case 3 -> node.push(other); // else it is lost
        case 4 -> passMillis(random.nextInt(2_000), node);
        default -> node.catalog.renew(ORDERS, id);
      }
      if (random.nextInt(4) == 0) {
        node.changed.clear();
      }
    }
    for (int round = 0; round < 3; round++) {
      repair(a, b);
      repair(b, c);
      repair(c, a);
    }

    for (Node node : List.of(b, c)) {
      assertThat(node.catalog.digests()).isEqualTo(a.catalog.digests());
      assertThat(node.catalog.view(ORDERS).instances())
          .isEqualTo(a.catalog.view(ORDERS).instances());
      assertThat(node.catalog.bytes()).isEqualTo(a.catalog.bytes());
    }
  }

  /** Each shows the other all it holds. */
  private static void repair(Node one, Node other) {
    BitSet all = new BitSet();
    all.set(0, Entry.BUCKETS);
    List<Entry> ofOne = new ArrayList<>();
    one.catalog.forEachEntry(all, ofOne::add);
    List<Entry> ofOther = new ArrayList<>();
    other.catalog.forEachEntry(all, ofOther::add);
    ofOne.forEach(other.catalog::merge);
    ofOther.forEach(one.catalog::merge);
  }

  private void passSeconds(int seconds, Node node) {
    passMillis(seconds * 1_000L, node);
  }

  /** Of one node: the clocks of the others stand still. */
  private void passMillis(long millis, Node node) {
    for (long left = millis; left > 0; left -= LeaseWheel.TICK_MILLIS) {
      now += Math.min(left, LeaseWheel.TICK_MILLIS);
      node.catalog.tick(now);
    }
  }

  private static Instance instance(String id, int port) {
    return instance(id, port, LEASE_SECONDS);
  }

  private static Instance instance(String id, int port, int leaseSeconds) {
    return new Instance(
        id, "h", port, "", "", "", "", 100, 0, leaseSeconds, Location.UNKNOWN, Map.of(), Map.of());
  }
}
