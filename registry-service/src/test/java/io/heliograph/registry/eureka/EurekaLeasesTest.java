/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.eureka.EurekaLeases.Outcome;
import io.heliograph.registry.rules.ServiceRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EurekaLeasesTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private final Catalog catalog = catalog(10);
  private final EurekaLeases leases = new EurekaLeases(catalog);

  @Test
  void register_again_changesNothing() throws Exception {
    register("UP", 1, "");
    register("UP", 1, "");

    assertThat(catalog.counts().updated()).isZero();
    assertThat(catalog.counts().renewed()).isEqualTo(1);
  }

  @Test
  void register_overtaken_onlyRenews() throws Exception {
    register("DOWN", 2, "");
    register("UP", 1, "");

    assertThat(listed().weight()).isZero();
    assertThat(catalog.counts().renewed()).isEqualTo(1);
  }

  @Test
  void renew_changedMeanwhile_asksForARegistration() throws Exception {
    assertThat(leases.renew("ORDERS", "a", 1)).isFalse();
    register("UP", 5, "");
    assertThat(leases.renew("ORDERS", "a", 5)).isTrue();
    assertThat(leases.renew("orders", "a", 4)).isTrue();
    assertThat(leases.renew("ORDERS", "a", 0)).isTrue();
    assertThat(leases.renew("ORDERS", "a", 6)).isFalse();
  }

  @Test
  void renew_keepsTheLease() throws Exception {
    register("UP", 1, "\"leaseInfo\":{\"durationInSecs\":2},");
    for (long steady = 100; steady <= 4_000; steady += 100) {
      catalog.tick(steady);
      if (steady % 1_000 == 0) {
        assertThat(leases.renew("ORDERS", "a", 1)).isTrue();
      }
    }
    for (long steady = 4_100; steady <= 6_300; steady += 100) {
      catalog.tick(steady);
    }
    assertThat(leases.renew("ORDERS", "a", 1)).isFalse();
  }

  @Test
  void override_staysOverRegistrations_untilTakenAway() throws Exception {
    register("UP", 1, "\"metadata\":{\"weight\":\"50\"},");
    assertThat(listed().weight()).isEqualTo(50);

    assertThat(leases.override("ORDERS", "a", Status.OUT_OF_SERVICE)).isEqualTo(Outcome.DONE);
    assertThat(listed().weight()).isZero();
    register("UP", 2, "\"metadata\":{\"weight\":\"50\"},");
    assertThat(listed().weight()).isZero();
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE))
        .isEqualTo(Status.OUT_OF_SERVICE);

    assertThat(leases.removeOverride("ORDERS", "a", Status.UNKNOWN)).isEqualTo(Outcome.DONE);
    assertThat(listed().weight()).isEqualTo(50);
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE)).isEqualTo(Status.UP);
  }

  @Test
  void override_anInstanceThatIsDown_staysDown() throws Exception {
    register("DOWN", 1, "");
    leases.override("ORDERS", "a", Status.UP);
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE)).isEqualTo(Status.DOWN);

    register("OUT_OF_SERVICE", 2, ""); // of this an operator knows better
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE)).isEqualTo(Status.UP);
  }

  @Test
  void override_withWhatItIs_isNone() throws Exception {
    register("UP", 1, "");
    leases.override("ORDERS", "a", Status.UP);
    register("OUT_OF_SERVICE", 2, "");
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE))
        .isEqualTo(Status.OUT_OF_SERVICE);
  }

  @Test
  void override_inARegistration_isTakenIfNoneIsKnown() throws Exception {
    register("UP", 1, "\"overriddenStatus\":\"OUT_OF_SERVICE\",");
    assertThat(listed().weight()).isZero();
    leases.override("ORDERS", "a", Status.UNKNOWN);
    assertThat(listed().weight()).isEqualTo(100);
  }

  @Test
  void removeOverride_withAStatus_holdsUntilTheNextRegistration() throws Exception {
    register("UP", 1, "");
    leases.override("ORDERS", "a", Status.OUT_OF_SERVICE);
    leases.removeOverride("ORDERS", "a", Status.STARTING);
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE)).isEqualTo(Status.STARTING);
    register("UP", 2, "");
    assertThat(Status.of(new Listed(listed(), 0), ServiceRules.NONE)).isEqualTo(Status.UP);
  }

  @Test
  void change_ofAnotherApisInstance_isNotMade() throws Exception {
    catalog.register(
        ORDERS,
        new Instance("a", "h", 1, "", "", "", "", 7, 0, 9, Location.UNKNOWN, Map.of(), Map.of()));

    assertThat(leases.override("ORDERS", "a", Status.DOWN)).isEqualTo(Outcome.NOT_EUREKAS);
    assertThat(leases.override("ORDERS", "b", Status.DOWN)).isEqualTo(Outcome.UNKNOWN_INSTANCE);
    assertThat(listed().weight()).isEqualTo(7);
    assertThat(leases.renew("ORDERS", "a", 99)).isTrue();
    assertThat(leases.cancel("ORDERS", "a")).isTrue();
    assertThat(leases.cancel("ORDERS", "a")).isFalse();
  }

  @Test
  void register_full_saysSo() {
    assertThatThrownBy(() -> new EurekaLeases(catalog(0)).register("ORDERS", body("UP", 1, "")))
        .isInstanceOf(CatalogFullException.class);
  }

  private Instance listed() {
    return catalog.find(ORDERS, "a").orElseThrow().instance();
  }

  private void register(String status, long dirtyAt, String more) throws Exception {
    leases.register("ORDERS", body(status, dirtyAt, more));
  }

  private static byte[] body(String status, long dirtyAt, String more) {
    return ("{\"instance\":{\"instanceId\":\"a\",\"app\":\"ORDERS\",\"hostName\":\"h\","
            + "\"ipAddr\":\"h\",\"port\":{\"$\":80,\"@enabled\":\"true\"},\"status\":\"%s\",%s"
            + "\"dataCenterInfo\":{\"name\":\"MyOwn\"},\"lastDirtyTimestamp\":%d}}")
        .formatted(status, more, dirtyAt)
        .getBytes(UTF_8);
  }

  private static Catalog catalog(int instances) {
    return new Catalog(
        () -> 1_790_000_000_000L, 0, Runnable::run, new CatalogLimits(instances, 1 << 30, 10));
  }
}
