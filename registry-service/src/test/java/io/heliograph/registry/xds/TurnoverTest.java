/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnoverTest {
  private static final Resource BASE = Resource.of(Encoding.route("orders"));
  private static final Resource OLD_AND_NEW = to("orders|default|1", "orders|default|2");
  private static final Resource NEW = to("orders|default|2");

  private final Set<String> had = new HashSet<>();
  private long nanos = 1;
  private boolean waits;
  private final Turnover turnover = new Turnover(() -> nanos);

  @Test
  void first_isToldAtOnce() {
    assertThat(next(OLD_AND_NEW)).isSameAs(OLD_AND_NEW);
    assertThat(turnover.isUnderWay()).isFalse();
  }

  @Test
  void knownClusters_areTurnedToAtOnce() {
    next(OLD_AND_NEW);

    assertThat(next(NEW)).isSameAs(NEW);
  }

  @Test
  void newClusters_areAnnouncedBehindTheOldRoutes_untilTheirEndpointsAreThere() throws Exception {
    next(BASE);

    Resource announced = next(OLD_AND_NEW);

    RouteConfiguration routes = announced.packed().unpack(RouteConfiguration.class);
    assertThat(routes.getVirtualHosts(0).getRoutesCount()).isEqualTo(2);
    assertThat(routes.getVirtualHosts(0).getRoutes(0).getRoute().getCluster()).isEqualTo("orders");
    assertThat(
            routes
                .getVirtualHosts(0)
                .getRoutes(1)
                .getRoute()
                .getWeightedClusters()
                .getClustersList())
        .extracting(cluster -> cluster.getName())
        .containsExactly("orders|default|1", "orders|default|2");
    assertThat(turnover.isUnderWay()).isTrue();
    pass(1_000);
    assertThat(next(OLD_AND_NEW)).as("no endpoints yet").isSameAs(announced);
    had.addAll(Set.of("orders|default|1", "orders|default|2"));
    assertThat(next(OLD_AND_NEW)).as("no time yet to open balancers").isSameAs(announced);
    pass(Turnover.OPENING_MILLIS);
    assertThat(next(OLD_AND_NEW)).isSameAs(OLD_AND_NEW);
    assertThat(turnover.isUnderWay()).isFalse();
  }

  @Test
  void newClusterOfNobody_isTurnedToAfterAWhile() {
    next(BASE);
    next(NEW);

    pass(Turnover.LONGEST_MILLIS);

    assertThat(next(NEW)).isSameAs(NEW);
  }

  @Test
  void newClusterWhoseEndpointsWaitForTheirTurn_isWaitedForLonger() {
    next(BASE);
    next(NEW);
    waits = true;
    pass(Turnover.LONGEST_MILLIS);
    assertThat(next(NEW)).isNotSameAs(NEW);

    waits = false;
    pass(Turnover.LONGEST_MILLIS);
    assertThat(next(NEW)).isSameAs(NEW);
  }

  @Test
  void takenBackMeanwhile_oldRoutesAtOnce() {
    next(BASE);
    next(NEW);

    assertThat(next(BASE)).isSameAs(BASE);
    assertThat(turnover.isUnderWay()).isFalse();
  }

  @Test
  void changedMeanwhile_isAnnouncedAnew() {
    next(BASE);
    Resource first = next(NEW);
    had.addAll(Set.of("orders|default|1", "orders|default|2"));
    next(NEW);
    pass(Turnover.OPENING_MILLIS);

    Resource second = next(OLD_AND_NEW);

    assertThat(second.version()).isNotEqualTo(first.version());
    assertThat(next(OLD_AND_NEW)).isSameAs(second);
    pass(Turnover.OPENING_MILLIS);
    assertThat(next(OLD_AND_NEW)).isSameAs(OLD_AND_NEW);
  }

  private Resource next(Resource routes) {
    return turnover.next(routes, had::containsAll, waits);
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Resource to(String... clusters) {
    TreeMap<String, Integer> weights = new TreeMap<>();
    for (String cluster : clusters) {
      weights.put(cluster, 1);
    }
    return Resource.of(
        Encoding.routes("orders", List.of(Encoding.route(Encoding.ALL_CALLS, weights))));
  }
}
