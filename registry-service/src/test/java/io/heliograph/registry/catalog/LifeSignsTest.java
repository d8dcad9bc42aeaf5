/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node tells of the owners of the leases that it holds. */
class LifeSignsTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final long START = 1_790_000_000_000L;
  private static final int LEASE = 12_000;

  private final List<String> told = new ArrayList<>();
  private final List<String> toldByB = new ArrayList<>();
  private final Catalog a = catalog("a", told);
  private final Catalog b = catalog("b", toldByB);
  private long now = START;
  private boolean reaches = true;

  private Catalog catalog(String node, List<String> heard) {
    Catalog catalog =
        new Catalog(node, () -> now, START, Runnable::run, CatalogLimits.ofHeap(64 << 20));
    catalog.tellLife(
        new LifeSigns() {
          @Override
          public void heard(ServiceName service, Listed listed, long withinMillis) {
            heard.add(
                "%s %s within %d"
                    .formatted(listed.instance().id(), listed.instance().version(), withinMillis));
          }

          @Override
          public void left(ServiceName service, Listed listed) {
            heard.add(listed.instance().id() + " left");
          }
        });
    return catalog;
  }

  @BeforeEach
  void connect() {
    b.tell(
        new Replica() {
          @Override
          public void changed(ServiceName service, String id) {}

          @Override
          public void renewed(String node, ServiceName service, String id) {
            a.renewedElsewhere(service, id);
          }

          @Override
          public boolean reaches(String node) {
            return reaches;
          }
        });
  }

  private void pass(long millis) {
    for (long end = now + millis; now < end; ) {
      now += 100;
      a.tick(now);
      b.tick(now);
    }
  }

  private static Instance orders(String version) {
    return new Instance(
        "orders-1",
        "10.0.0.7",
        8080,
        "grpc",
        version,
        "",
        "",
        100,
        0,
        LEASE / 1_000,
        Location.UNKNOWN,
        Map.of(),
        Map.of());
  }

  @Test
  void renewals_areToldOnceInAQuarterOfTheLease_andPromiseTheNext() throws Exception {
    a.register(ORDERS, orders("1"));
    assertThat(told).containsExactly("orders-1 1 within 6000");
    for (int i = 0; i < 12; i++) { // each second
      pass(1_000);
      assertThat(a.renew(ORDERS, "orders-1")).isEqualTo(12);
    }
    assertThat(told).hasSize(1 + 4);
    pass(4_000);
    a.register(ORDERS, orders("1")); // the same is a renewal
    assertThat(told).hasSize(6).allMatch("orders-1 1 within 6000"::equals);
  }

  @Test
  void instanceThatBeatsItself_isToldOnce_andAgainWhenItMayBeLost() throws Exception {
    a.register(ORDERS, orders("1"));
    advise(Advice.State.UP, true);
    renewFor(60_000);
    assertThat(told).as("it was when it registered").hasSize(1);

    advise(Advice.State.SUSPECT, true);
    renewFor(30_000);
    assertThat(told).as("once in a quarter of the lease").hasSize(1 + 10);
    advise(Advice.State.UP, true);
    renewFor(60_000);
    assertThat(told).hasSize(11);
    advise(Advice.State.UP, false);
    renewFor(30_000);
    assertThat(told).as("the job hears its lease alone").hasSize(11 + 10);
  }

  @Test
  void instanceThatBeatsItself_isToldAgain_onceTheJobIsHeardNoMore() throws Exception {
    a.register(ORDERS, orders("1"));
    advise(Advice.State.UP, true);
    renewFor(Advice.HEARD_MILLIS - 1_000);
    assertThat(told).hasSize(1);
    renewFor(6_000);
    assertThat(told).hasSizeGreaterThan(1);
  }

  @Test
  void instanceThatBeatsItself_itsChangesAndItsEndAreTold() throws Exception {
    a.register(ORDERS, orders("1"));
    advise(Advice.State.UP, true);
    a.register(ORDERS, orders("2"));
    renewFor(30_000);
    assertThat(told).containsExactly("orders-1 1 within 6000", "orders-1 2 within 6000");
    a.deregister(ORDERS, "orders-1");
    a.register(ORDERS, orders("2"));
    assertThat(told.subList(2, 4)).containsExactly("orders-1 left", "orders-1 2 within 6000");
  }

  private void advise(Advice.State state, boolean beatsItself) {
    assertThat(a.advise(ORDERS, "orders-1", new Advice(state, 100, now, beatsItself))).isTrue();
  }

  private void renewFor(long millis) {
    for (long end = now + millis; now < end; ) {
      pass(1_000);
      a.renew(ORDERS, "orders-1");
    }
  }

  @Test
  void nobodyRenews_nothingIsTold_norWhenTheLeaseEnds() throws Exception {
    a.register(ORDERS, orders("1"));
    pass(LEASE + 1_000);
    assertThat(a.instances()).isZero();
    assertThat(told).hasSize(1);
  }

  @Test
  void changeOfDescription_isToldAtOnce() throws Exception {
    a.register(ORDERS, orders("1"));
    a.register(ORDERS, orders("2"));
    assertThat(told).containsExactly("orders-1 1 within 6000", "orders-1 2 within 6000");
  }

  @Test
  void deregistration_isToldByTheNodeThatIsAsked_expiryOnOthersNot() throws Exception {
    a.register(ORDERS, orders("1"));
    b.merge(a.entry(ORDERS, "orders-1").orElseThrow());
    told.clear();

    b.deregister(ORDERS, "orders-1");
    a.merge(b.entry(ORDERS, "orders-1").orElseThrow());

    assertThat(toldByB).containsExactly("orders-1 left");
    assertThat(told).isEmpty();
    assertThat(b.deregister(ORDERS, "orders-1")).isFalse();
    assertThat(toldByB).hasSize(1);
  }

  @Test
  void renewalElsewhere_isToldByTheOneThatHoldsTheLease_untilAnotherTakesItOver() throws Exception {
    a.register(ORDERS, orders("1"));
    b.merge(a.entry(ORDERS, "orders-1").orElseThrow());
    told.clear();

    pass(4_000);
    b.renew(ORDERS, "orders-1");
    assertThat(told).hasSize(1);
    assertThat(toldByB).isEmpty();

    reaches = false;
    pass(4_000);
    b.renew(ORDERS, "orders-1");
    assertThat(told).hasSize(1);
    assertThat(toldByB).containsExactly("orders-1 1 within 6000");
  }

  @Test
  void held_isToldAsOftenAsPromised_withoutRenewals() throws Exception {
    a.register(ORDERS, orders("1"));
    pass(1_000);
    told.clear();
    a.hold(ORDERS, orders("1"));
    assertThat(told).containsExactly("orders-1 1 within 17000");

    long last = now;
    for (int i = 0; i < 600; i++) {
      int before = told.size();
      pass(100);
      if (told.size() > before) {
        last = now;
      }
      assertThat(now - last).isLessThanOrEqualTo(17_000);
    }
    assertThat(told).hasSizeBetween(4, 8);

    told.clear();
    a.release(ORDERS, "orders-1", true);
    assertThat(told).containsExactly("orders-1 left");
  }
}
