/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final ServiceName STOCK = new ServiceName("default", "stock");
  private static final long START = 1_790_000_000_000L;
  private static final int LEASE_SECONDS = 10;

  private final List<Runnable> toWake = new ArrayList<>();
  private final List<String> woken = new ArrayList<>();
  private long now = START;
  private Catalog catalog = catalogOf(CatalogLimits.ofHeap(64 << 20));

  private Catalog catalogOf(CatalogLimits limits) {
    return new Catalog(() -> now, START, toWake::add, limits);
  }

  @Test
  void view_unknownService_isEmpty() {
    assertThat(catalog.view(ORDERS)).isEqualTo(new ServiceView(0, List.of()));
  }

  @Test
  void register_new_isListedInTheOrderOfIds() throws Exception {
    Registration b = catalog.register(ORDERS, instance("b", 2));
    Registration a = catalog.register(ORDERS, instance("a", 1));

    assertThat(b.changed()).isTrue();
    assertThat(a.revision()).isGreaterThan(b.revision());
    assertThat(ids()).containsExactly("a", "b");
    assertThat(catalog.view(ORDERS).revision()).isEqualTo(a.revision());
    assertThat(catalog.view(STOCK).instances()).isEmpty();
  }

  @Test
  void register_sameAgain_renewsAndChangesNothing() throws Exception {
    Registration first = catalog.register(ORDERS, instance("a", 1));
    await("watcher", first.revision());
    passSeconds(LEASE_SECONDS - 1);
    Registration second = catalog.register(ORDERS, instance("a", 1));
    passSeconds(LEASE_SECONDS - 1);

    assertThat(second).isEqualTo(new Registration(first.revision(), false));
    assertThat(ids()).containsExactly("a");
    assertThat(wakeAll()).isEmpty();
    assertThat(catalog.counts().renewed()).isEqualTo(1);
  }

  @Test
  void register_otherDescription_replacesItAndKeepsItsAge() throws Exception {
    long first = catalog.register(ORDERS, instance("a", 1)).revision();
    now += 5_000;
    long second = catalog.register(ORDERS, instance("a", 2)).revision();

    assertThat(second).isGreaterThan(first);
    assertThat(catalog.view(ORDERS).instances())
        .containsExactly(new Listed(instance("a", 2), START));
    assertThat(catalog.counts().updated()).isEqualTo(1);
  }

  @Test
  void lease_notRenewed_endsWithinATickOfItsTime() throws Exception {
    catalog.register(ORDERS, instance("a", 1));
    passMillis(LEASE_SECONDS * 1_000 - 1);
    assertThat(ids()).containsExactly("a");

    passMillis(LeaseWheel.TICK_MILLIS + 1);

    assertThat(ids()).isEmpty();
    assertThat(catalog.counts().expired()).isEqualTo(1);
    assertThat(catalog.instances()).isZero();
  }

  @Test
  void lease_longerThanTheWheel_endsAtItsTime() throws Exception {
    catalog.register(ORDERS, instance("a", 1, 300));
    passSeconds(299);
    assertThat(ids()).containsExactly("a");
    passSeconds(2);
    assertThat(ids()).isEmpty();
  }

  @Test
  void lease_madeShorter_endsByTheNewTime() throws Exception {
    catalog.register(ORDERS, instance("a", 1, 60));
    catalog.register(ORDERS, instance("a", 1, 2));
    passSeconds(3);
    assertThat(ids()).isEmpty();
  }

  @Test
  void nodeThatStoodStill_takesNobodyForDead() throws Exception {
    catalog.register(ORDERS, instance("a", 1));
    now += 60_000;
    catalog.tick(now);
    assertThat(ids()).containsExactly("a");

    passSeconds(LEASE_SECONDS);
    assertThat(ids()).isEmpty();
  }

  @Test
  void deregister_takesOutAtOnceAndOnce() throws Exception {
    long registered = catalog.register(ORDERS, instance("a", 1)).revision();

    assertThat(catalog.deregister(ORDERS, "a")).isTrue();
    assertThat(catalog.deregister(ORDERS, "a")).isFalse();
    assertThat(catalog.deregister(STOCK, "a")).isFalse();
    assertThat(catalog.view(ORDERS).revision()).isGreaterThan(registered);
    assertThat(catalog.counts().deregistered()).isEqualTo(1);
  }

  @Test
  void registeredAgain_afterItsEnd_isNewAndOutlivesTheOldLease() throws Exception {
    catalog.register(ORDERS, instance("a", 1));
    catalog.deregister(ORDERS, "a");
    passSeconds(LEASE_SECONDS / 2);
    catalog.register(ORDERS, instance("a", 1));
    passSeconds(LEASE_SECONDS - 1);

    assertThat(ids()).containsExactly("a");
    assertThat(catalog.view(ORDERS).instances().get(0).registeredAtMillis()).isGreaterThan(START);
    assertThat(catalog.counts().registered()).isEqualTo(2);
  }

  @Test
  void await_changeOfThatService_wakesOnce() throws Exception {
    long seen = catalog.register(ORDERS, instance("a", 1)).revision();
    await("orders", seen);
    await("stock", STOCK, 0);

    catalog.register(ORDERS, instance("b", 1));
    catalog.register(ORDERS, instance("c", 1));

    assertThat(wakeAll()).containsExactly("orders");
    assertThat(catalog.awaits()).isEqualTo(1);
  }

  @Test
  void await_expiry_wakes() throws Exception {
    await("orders", catalog.register(ORDERS, instance("a", 1)).revision());
    passSeconds(LEASE_SECONDS + 1);
    assertThat(wakeAll()).containsExactly("orders");
  }

  @Test
  void await_laterRevisionThere_doesNotWait() throws Exception {
    long first = catalog.register(ORDERS, instance("a", 1)).revision();
    catalog.register(ORDERS, instance("b", 1));

    assertThat(await("late", first)).isEmpty();
    assertThat(catalog.awaits()).isZero();
  }

  @Test
  void await_serviceThatEmptiedAndWasForgotten_doesNotWait() throws Exception {
    long seen = catalog.register(ORDERS, instance("a", 1)).revision();
    catalog.deregister(ORDERS, "a");

    assertThat(await("late", seen)).isEmpty();
    assertThat(catalog.view(ORDERS).instances()).isEmpty();
  }

  @Test
  void await_unknownService_isWokenByItsFirstInstance() throws Exception {
    await("early", STOCK, catalog.view(STOCK).revision());
    catalog.register(STOCK, instance("a", 1));
    assertThat(wakeAll()).containsExactly("early");
  }

  @Test
  void giveUp_once_thenItIsNotWoken() throws Exception {
    Await await = await("gone", 0).orElseThrow();

    assertThat(await.giveUp()).isTrue();
    assertThat(await.giveUp()).isFalse();
    catalog.register(ORDERS, instance("a", 1));
    assertThat(wakeAll()).isEmpty();
    assertThat(catalog.awaits()).isZero();
  }

  @Test
  void giveUp_whenItsWakingIsUnderWay_neitherBothNorNone() throws Exception {
    Await await = await("racing", 0).orElseThrow();
    catalog.register(ORDERS, instance("a", 1)); // taken out, not run yet

    assertThat(await.giveUp()).isTrue();
    assertThat(wakeAll()).isEmpty();
    assertThat(catalog.awaits()).isZero();
  }

  @Test
  void limits_full_refusesNewOnesAndKeepsWhatIsThere() throws Exception {
    catalog = catalogOf(new CatalogLimits(1, 1 << 20, 1));
    catalog.register(ORDERS, instance("a", 1));

    assertThatThrownBy(() -> catalog.register(STOCK, instance("b", 1)))
        .isInstanceOf(CatalogFullException.class)
        .hasMessageContaining("1 instances");
    assertThat(catalog.register(ORDERS, instance("a", 2)).changed()).isTrue();
    await("one", catalog.view(ORDERS).revision());
    assertThatThrownBy(() -> await("two", 0)).isInstanceOf(CatalogFullException.class);
    catalog.deregister(ORDERS, "a");
    assertThat(catalog.register(STOCK, instance("b", 1)).changed()).isTrue();
  }

  @Test
  void limits_memoryFull_refusesNewOnes_andWhatEndsMakesRoom() throws Exception {
    long each = InstanceLimits.footprint(instance("a", 1));
    catalog = catalogOf(new CatalogLimits(10, 2 * each, 1));
    catalog.register(ORDERS, instance("a", 1));
    catalog.register(ORDERS, instance("b", 1));
    assertThat(catalog.bytes()).isEqualTo(2 * each);

    assertThatThrownBy(() -> catalog.register(STOCK, instance("c", 1)))
        .isInstanceOf(CatalogFullException.class);
    passSeconds(LEASE_SECONDS + 1);
    assertThat(catalog.bytes()).isZero();
    assertThat(catalog.register(STOCK, instance("c", 1)).changed()).isTrue();
  }

  @Test
  void limits_memoryFull_refusesGrowth_notRenewalNorWhatShrinks() throws Exception {
    Instance large =
        new Instance(
            "a",
            "h",
            1,
            "",
            "v".repeat(200),
            "",
            "",
            100,
            0,
            10,
            Location.UNKNOWN,
            Map.of(),
            Map.of());
    catalog = catalogOf(new CatalogLimits(10, InstanceLimits.footprint(instance("a", 1)), 1));
    catalog.register(ORDERS, instance("a", 1));

    assertThatThrownBy(() -> catalog.register(ORDERS, large))
        .isInstanceOf(CatalogFullException.class);
    assertThat(catalog.register(ORDERS, instance("a", 1)).changed()).isFalse();
    assertThat(catalog.register(ORDERS, instance("a", 2)).changed()).isTrue();
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void restore_listsAsBefore_withAWholeLeaseAndRisingRevisions() throws Exception {
    long before = (START + 3_600_000) * 1_000; // the clock was ahead
    catalog.goOnFrom(before);
    catalog.restore(ORDERS, new Listed(instance("a", 1), START - 60_000));

    assertThat(catalog.view(ORDERS).revision()).isGreaterThan(before);
    assertThat(catalog.view(ORDERS).instances())
        .containsExactly(new Listed(instance("a", 1), START - 60_000));
    assertThat(await("late", before)).isEmpty();
    passSeconds(LEASE_SECONDS + 1);
    assertThat(ids()).isEmpty();
  }

  @Test
  void services_ofANamespace_withTheirSizes() throws Exception {
    catalog.register(STOCK, instance("a", 1));
    catalog.register(ORDERS, instance("a", 1));
    catalog.register(ORDERS, instance("b", 1));
    catalog.register(new ServiceName("shop", "other"), instance("a", 1));
    await("early", new ServiceName("default", "nobody"), 0);

    assertThat(catalog.services("default"))
        .containsExactly(Map.entry("orders", 2), Map.entry("stock", 1));
    assertThat(catalog.services("none")).isEmpty();
  }

  @Test
  void revisions_clockThatGoesBack_riseAllTheSame() throws Exception {
    long first = catalog.register(ORDERS, instance("a", 1)).revision();
    now -= 3_600_000;
    assertThat(catalog.register(ORDERS, instance("b", 1)).revision()).isGreaterThan(first);
  }

  @Test
  void weight_warmingUp_risesWithAge() {
    Instance warm =
        new Instance(
            "a", "h", 1, "", "", "", "", 100, 20, 10, Location.UNKNOWN, Map.of(), Map.of());
    Listed listed = new Listed(warm, START);

    assertThat(listed.effectiveWeight(START)).isEqualTo(1);
    assertThat(listed.effectiveWeight(START + 5_000)).isEqualTo(25);
    assertThat(listed.isWarmingUp(START + 19_999)).isTrue();
    assertThat(listed.effectiveWeight(START + 20_000)).isEqualTo(100);
    assertThat(listed.isWarmingUp(START + 20_000)).isFalse();
  }

  private List<String> ids() {
    return catalog.view(ORDERS).instances().stream().map(l -> l.instance().id()).toList();
  }

  private Optional<Await> await(String name, long revision) throws CatalogFullException {
    return await(name, ORDERS, revision);
  }

  private Optional<Await> await(String name, ServiceName service, long revision)
      throws CatalogFullException {
    return catalog.await(service, revision, () -> woken.add(name));
  }

  private List<String> wakeAll() {
    toWake.forEach(Runnable::run);
    toWake.clear();
    return woken;
  }

  private void passSeconds(int seconds) {
    passMillis(seconds * 1_000L);
  }

  private void passMillis(long millis) {
    for (long left = millis; left > 0; left -= LeaseWheel.TICK_MILLIS) {
      now += Math.min(left, LeaseWheel.TICK_MILLIS);
      catalog.tick(now);
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
