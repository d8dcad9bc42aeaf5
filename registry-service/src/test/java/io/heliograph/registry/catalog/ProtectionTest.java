/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten leases of 9 s, renewed every 3 s; the service of which many fall silent is protected. */
class ProtectionTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final long START = 1_790_000_000_000L;
  private static final int LEASE_SECONDS = 9;
  private static final int HOLD_SECONDS = 60;

  private long now = START;
  private final Catalog catalog =
      new Catalog(() -> now, START, Runnable::run, CatalogLimits.ofHeap(64 << 20));

  @BeforeEach
  void protect() {
    catalog.protect(new ProtectionLimits(0.5, 5, HOLD_SECONDS * 1_000, 0.5));
  }

  @Test
  void ninetyPercentSilent_noneIsTakenOut() throws Exception {
    register(ORDERS, 10, "");
    pass(30, ORDERS, 1);

    assertThat(listed()).isEqualTo(10);
    assertThat(catalog.withheld()).isEqualTo(9);
    assertThat(catalog.freezes()).isEqualTo(1);
  }

  @Test
  void beatsReturn_itEnds_andThoseStillSilentAreTakenOut() throws Exception {
    register(ORDERS, 10, "");
    pass(30, ORDERS, 1);
    pass(6, ORDERS, 8);

    assertThat(catalog.freezes()).isZero();
    assertThat(listed()).isEqualTo(8);
    assertThat(catalog.withheld()).isZero();
    pass(30, ORDERS, 7); // one that was protected is like any other again
    assertThat(listed()).isEqualTo(7);
  }

  @Test
  void freezeAndRelease_areToldOnceEach() throws Exception {
    List<Withholding> told = new ArrayList<>();
    catalog.tellProtection(told::add);
    register(ORDERS, 10, "");
    pass(30, ORDERS, 1);
    assertThat(told)
        .containsExactly(
            new Withholding(Withholding.Kind.FROZEN, ORDERS, 9, 10, HOLD_SECONDS * 1_000));
    pass(6, ORDERS, 8);

    assertThat(told).hasSize(2);
    assertThat(told.get(1).kind()).isEqualTo(Withholding.Kind.LIFTED);
    assertThat(told.get(1).scope()).isEqualTo(ORDERS);
    assertThat(told.get(1).silent()).isLessThan(5);
  }

  @Test
  void timeOver_isToldOnce_notAgainWhenAllAreGone() throws Exception {
    List<Withholding> told = new ArrayList<>();
    catalog.tellProtection(told::add);
    register(ORDERS, 100, "");
    pass(HOLD_SECONDS, ORDERS, 0);
    pass(120, ORDERS, 0);

    assertThat(listed()).isZero();
    assertThat(told)
        .extracting(Withholding::kind)
        .containsExactly(Withholding.Kind.FROZEN, Withholding.Kind.TIMED_OUT);
    assertThat(told.get(1).silent()).isEqualTo(100);
  }

  @Test
  void timeOver_theyAreTakenOutOneByOne() throws Exception {
    register(ORDERS, 10, "");
    pass(HOLD_SECONDS, ORDERS, 1);
    assertThat(listed()).isEqualTo(10);

    int before = 10;
    for (int second = 0; second < 30 && listed() > 1; second++) {
      pass(1, ORDERS, 1);
      assertThat(before - listed()).isBetween(0, 4); // below the minimum of 5 the rest goes at once
      before = listed();
    }
    assertThat(listed()).isEqualTo(1);
    assertThat(catalog.freezes()).isZero();
  }

  @Test
  void allSilentForEver_allAreGoneInTheEnd() throws Exception {
    register(ORDERS, 1_000, "");
    pass(HOLD_SECONDS, ORDERS, 0);
    assertThat(listed()).isEqualTo(1_000);
    pass(90, ORDERS, 0);
    assertThat(listed()).isZero();
    assertThat(catalog.freezes()).isZero();
  }

  @Test
  void fewerThanTheMinimum_areTakenOut() throws Exception {
    register(ORDERS, 4, "");
    pass(10, ORDERS, 0);
    assertThat(listed()).isZero();
  }

  @Test
  void notMoreThanTheShare_areTakenOut() throws Exception {
    register(ORDERS, 10, "");
    pass(10, ORDERS, 5);
    assertThat(listed()).isEqualTo(5);
    assertThat(catalog.freezes()).isZero();
  }

  @Test
  void otherNodesSeeTheRest_noneIsTakenOut_whileTheySayIt() throws Exception {
    register(ORDERS, 10, ""); // 4 silent here are not many; with 5 elsewhere they are
    for (int second = 0; second < 30; second++) {
      catalog.silentElsewhere("n2", Map.of(ORDERS, 2));
      catalog.silentElsewhere("n3", Map.of(ORDERS, 3, service(1), 9));
      pass(1, ORDERS, 6);
    }
    assertThat(listed()).isEqualTo(10);
    assertThat(catalog.withheld()).isEqualTo(4);

    pass(6, ORDERS, 6); // the others say nothing more
    assertThat(listed()).isEqualTo(6);
    assertThat(catalog.freezes()).isZero();
  }

  @Test
  void silentHere_ofOwnLeasesThatMissedTheirRenewals_byServiceAndRoom() throws Exception {
    register(ORDERS, 3, "room-1");
    register(service(1), 2, "");
    assertThat(catalog.silentHere()).isEmpty();
    for (int second = 0; second < 6; second++) {
      catalog.renew(ORDERS, "room-1-i0");
      pass(1, ORDERS, 0);
    }
    assertThat(catalog.silentHere())
        .isEqualTo(Map.of(ORDERS, 2, new Location("", "", "room-1"), 2, service(1), 2));
  }

  @Test
  void deregistered_areTakenOutEvenSo() throws Exception {
    register(ORDERS, 10, "");
    pass(30, ORDERS, 1);
    catalog.deregister(ORDERS, "i9");
    assertThat(listed()).isEqualTo(9);
  }

  @Test
  void roomSilent_oneOfEachService_noneIsTakenOut() throws Exception {
    for (int i = 0; i < 10; i++) {
      register(service(i), 1, "room-1");
      register(service(i), 1, "room-2");
    }
    for (int second = 0; second < 30; second++) {
      for (int i = 0; i < 10; i++) {
        catalog.renew(service(i), "room-2-i0");
      }
      pass(1, ORDERS, 0);
    }

    assertThat(catalog.instances()).isEqualTo(20);
    assertThat(catalog.withheld()).isEqualTo(10);
  }

  @Test
  void limits_thatMakeNoSense_refused() {
    assertThatThrownBy(() -> new ProtectionLimits(0, 5, 1, 0.5)).hasMessageContaining("share is 0");
    assertThatThrownBy(() -> new ProtectionLimits(0.5, 0, 1, 0.5))
        .hasMessageContaining("minimum is 0");
    assertThatThrownBy(() -> new ProtectionLimits(0.5, 5, -1, 0.5))
        .hasMessageContaining("hold is -1");
  }

  private static ServiceName service(int number) {
    return new ServiceName("default", "s" + number);
  }

  private int listed() {
    return catalog.view(ORDERS).instances().size();
  }

  private void register(ServiceName service, int count, String room) throws Exception {
    for (int i = 0; i < count; i++) {
      String id = (room.isEmpty() ? "" : room + "-") + "i" + i;
      catalog.register(
          service,
          new Instance(
              id,
              "h",
              1,
              "",
              "",
              "",
              "",
              100,
              0,
              LEASE_SECONDS,
              new Location("", "", room),
              Map.of(),
              Map.of()));
    }
  }

  /** Lets time pass in which the first instances of a service renew their leases. */
  private void pass(int seconds, ServiceName service, int alive) {
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < alive; i++) {
        catalog.renew(service, "i" + i);
      }
      for (int tick = 0; tick < 10; tick++) {
        now += 100;
        catalog.tick(now);
      }
    }
  }
}
