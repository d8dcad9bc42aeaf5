/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Probe.Type;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.probing.Servers.Scripted;
import io.heliograph.v1.ProbeKind;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbingTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final ProbeSettings EACH_SECOND =
      new ProbeSettings(2, 1_000, 1_000, 100, 500, 4_096, Type.NONE);

  private final Catalog catalog =
      new Catalog(
          "n1", System::currentTimeMillis, 0, Runnable::run, CatalogLimits.ofHeap(64 << 20));
  private final List<ProbeResult> results = new CopyOnWriteArrayList<>();

  private static Instance instance(String id, int port, Probe probe) {
    return new Instance(
        id,
        "127.0.0.1",
        port,
        "",
        "",
        "",
        "",
        100,
        0,
        10,
        Location.UNKNOWN,
        Map.of(),
        Map.of(),
        probe);
  }

  private static Probe probe(Type type) {
    return new Probe(type, "", 0, "");
  }

  private Set<String> probed() {
    return results.stream().map(ProbeResult::getInstanceId).collect(Collectors.toSet());
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(20)).until(condition);
  }

  @Test
  void onlyThoseThatWant_asTheyWant_untilTheyLeave() throws Exception {
    try (Scripted server = new Scripted("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", true);
        Probing probing = new Probing(catalog, EACH_SECOND, results::add)) {
      catalog.register(ORDERS, instance("tcp", server.port(), probe(Type.TCP)));
      catalog.register(
          ORDERS, instance("http", 1, new Probe(Type.HTTP, "/healthz", server.port(), "")));
      catalog.register(ORDERS, instance("none", server.port(), probe(Type.NONE)));
      catalog.register(ORDERS, instance("unset", server.port(), Probe.UNSET));
      probing.start();
      await("both are probed twice", () -> results.size() >= 4);

      assertThat(probed()).containsExactlyInAnyOrder("tcp", "http");
      assertThat(probing.targets()).isEqualTo(2);
      ProbeResult http =
          results.stream().filter(r -> r.getInstanceId().equals("http")).findFirst().orElseThrow();
      assertThat(http.getProberId()).isEqualTo("n1");
      assertThat(http.getNamespace()).isEqualTo("default");
      assertThat(http.getService()).isEqualTo("orders");
      assertThat(http.getKind()).isEqualTo(ProbeKind.PROBE_KIND_HTTP);
      assertThat(http.getOutcome()).isEqualTo(ProbeOutcome.PROBE_OUTCOME_FAILED);
      assertThat(http.getDetail()).isEqualTo("status 500");
      assertThat(http.getTarget())
          .isEqualTo("http://127.0.0.1:%d/healthz".formatted(server.port()));
      assertThat(http.getLatencyNanos()).isPositive();
      assertThat(http.getTimeUnixNano()).isPositive();

      catalog.deregister(ORDERS, "http");
      await("none in flight", () -> probing.counts().inFlight() == 0);
      int before = results.size();
      await("the other one goes on", () -> results.size() >= before + 2);
      assertThat(results.subList(before, results.size()))
          .extracting(ProbeResult::getInstanceId)
          .containsOnly("tcp");
    }
  }

  @Test
  void byDefaultTcp_allButThoseThatWantNone() throws Exception {
    ProbeSettings tcp = new ProbeSettings(2, 1_000, 1_000, 100, 500, 4_096, Type.TCP);
    try (Scripted server = new Scripted("", false);
        Probing probing = new Probing(catalog, tcp, results::add)) {
      catalog.register(ORDERS, instance("none", server.port(), probe(Type.NONE)));
      catalog.register(ORDERS, instance("unset", server.port(), Probe.UNSET));
      probing.start();
      await("it is probed", () -> !results.isEmpty());
      assertThat(probed()).containsExactly("unset");
      assertThat(results.get(0).getKind()).isEqualTo(ProbeKind.PROBE_KIND_TCP);
      assertThat(results.get(0).getOutcome()).isEqualTo(ProbeOutcome.PROBE_OUTCOME_OK);
    }
  }

  @Test
  void othersAreAlive_theyShare_andItTakesOverWhenTheyAreSilent() throws Exception {
    try (Scripted server = new Scripted("", false);
        Probing probing =
            new Probing(
                catalog,
                new ProbeSettings(1, 1_000, 1_000, 100, 500, 4_096, Type.TCP),
                results::add)) {
      for (int i = 0; i < 40; i++) {
        catalog.register(ORDERS, instance("orders-" + i, server.port(), Probe.UNSET));
      }
      catalog.lives().heard("n2", 0);
      probing.start();
      await("its share", () -> probing.targets() > 0);
      assertThat(probing.targets()).isBetween(8, 32);

      for (long millis = 0; millis <= Probing.ALIVE_MILLIS; millis += 500) {
        catalog.tick(millis); // n2 is not heard of any more
      }
      await("all", () -> probing.targets() == 40);
    }
  }

  @Test
  void notVerified_nothingIsProbed() throws Exception {
    catalog.verified(false);
    try (Scripted server = new Scripted("", false);
        Probing probing = new Probing(catalog, EACH_SECOND, results::add)) {
      catalog.register(ORDERS, instance("tcp", server.port(), probe(Type.TCP)));
      probing.start();
      catalog.register(ORDERS, instance("other", server.port(), Probe.UNSET));
      assertThat(probing.targets()).isZero();
      catalog.verified(true);
      await("now it is", () -> probed().contains("tcp"));
    }
  }

  @Test
  void allHang_noMoreInFlightThanAllowed_andTheDelayShows() throws Exception {
    ProbeSettings tight = new ProbeSettings(2, 1_000, 1_000, 3, 400, 4_096, Type.NONE);
    try (Scripted server = new Scripted("", false);
        Probing probing = new Probing(catalog, tight, results::add)) {
      for (int i = 0; i < 50; i++) {
        catalog.register(ORDERS, instance("orders-" + i, server.port(), probe(Type.HTTP)));
      }
      probing.start();
      await(
          "some are left out",
          () -> {
            assertThat(probing.counts().inFlight()).isLessThanOrEqualTo(3);
            return probing.leftOut() > 0;
          });
      assertThat(probing.lagSeconds()).isGreaterThan(0.5);
      assertThat(results)
          .extracting(ProbeResult::getOutcome)
          .containsOnly(ProbeOutcome.PROBE_OUTCOME_TIMEOUT);
    }
  }
}
