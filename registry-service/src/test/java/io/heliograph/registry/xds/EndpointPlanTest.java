/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.Fleet.BEIJING;
import static io.heliograph.registry.xds.Fleet.CENTER_2;
import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static io.heliograph.registry.xds.Fleet.ROOM_B;
import static io.heliograph.registry.xds.Fleet.START;
import static io.heliograph.registry.xds.Fleet.address;
import static io.heliograph.registry.xds.Fleet.instance;
import static io.heliograph.registry.xds.Fleet.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.xds.EndpointPlan.Endpoint;
import io.heliograph.registry.xds.EndpointPlan.Locality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPlanTest {
  @Test
  void of_nobody_isEmpty() {
    assertThat(EndpointPlan.of(List.of(), ROOM_A)).isEqualTo(new EndpointPlan(List.of(), 0));
  }

  @Test
  void of_weightZero_isNoEndpoint() {
    EndpointPlan plan =
        EndpointPlan.of(List.of(weighted("a", 0, ROOM_A), weighted("b", 100, 0, ROOM_A)), ROOM_A);

    assertThat(plan.localities()).isEmpty();
    assertThat(plan.leftOut()).isZero();
  }

  @Test
  void of_equalWeights_oneLocalityWhoseWeightIsTheirSum() {
    EndpointPlan plan =
        EndpointPlan.of(List.of(weighted("a", 100, ROOM_A), weighted("b", 100, ROOM_A)), ROOM_A);

    assertThat(plan.localities())
        .containsExactly(
            new Locality(
                ROOM_A,
                "w=100",
                0,
                200,
                List.of(new Endpoint(address("a"), 8080), new Endpoint(address("b"), 8080))));
  }

  @Test
  void of_threeToOne_sharesAreWeights() {
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(
                weighted("a", 300, ROOM_A), weighted("b", 100, ROOM_A), weighted("c", 100, ROOM_A)),
            ROOM_A);

    assertThat(plan.localities()).extracting(Locality::weight).containsExactly(200, 300);
    assertThat(shares(plan))
        .isEqualTo(Map.of(address("a"), 0.6, address("b"), 0.2, address("c"), 0.2));
  }

  @Test
  void of_allDistances_prioritiesFromRoomToRest() {
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(
                weighted("rest", 1, BEIJING),
                weighted("city", 1, CENTER_2),
                weighted("center", 1, ROOM_B),
                weighted("room", 1, ROOM_A)),
            ROOM_A);

    assertThat(plan.localities())
        .extracting(Locality::location, Locality::priority)
        .containsExactly(tuple(ROOM_A, 0), tuple(ROOM_B, 1), tuple(CENTER_2, 2), tuple(BEIJING, 3));
  }

  @Test
  void of_noneInRoomAndCenter_prioritiesWithoutGaps() {
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(weighted("rest", 1, BEIJING), weighted("city", 1, CENTER_2)), ROOM_A);

    assertThat(plan.localities())
        .extracting(Locality::location, Locality::priority)
        .containsExactly(tuple(CENTER_2, 0), tuple(BEIJING, 1));
  }

  @Test
  void of_onlyWeightZeroInTheRoom_theNextIsFirst() {
    EndpointPlan plan =
        EndpointPlan.of(List.of(weighted("a", 0, ROOM_A), weighted("b", 5, ROOM_B)), ROOM_A);

    assertThat(plan.localities())
        .extracting(Locality::location, Locality::priority)
        .containsExactly(tuple(ROOM_B, 0));
  }

  @Test
  void of_clientAnywhere_onePriority() {
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(weighted("a", 1, ROOM_A), weighted("b", 1, BEIJING)), Location.UNKNOWN);

    assertThat(plan.localities()).extracting(Locality::priority).containsOnly(0);
  }

  @Test
  void of_offItsWeight_hasALocalityThatKeepsItsNameWhenItsWeightMoves() {
    Weighted steady = weighted("a", 100, ROOM_A);
    EndpointPlan before =
        EndpointPlan.of(List.of(steady, weighted("warms", 100, 10, ROOM_A)), ROOM_A);
    EndpointPlan after =
        EndpointPlan.of(List.of(steady, weighted("warms", 100, 20, ROOM_A)), ROOM_A);

    assertThat(before.localities()).extracting(Locality::bucket).containsExactly("w=100", "warms");
    assertThat(after.localities()).extracting(Locality::bucket).containsExactly("w=100", "warms");
    assertThat(before.localities()).extracting(Locality::weight).containsExactly(100, 10);
    assertThat(after.localities()).extracting(Locality::weight).containsExactly(100, 20);
  }

  @Test
  void of_manyOffTheirWeight_shareLocalitiesOfTwoDigits() {
    List<Weighted> instances = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      instances.add(weighted("i" + i, 10_000, 1 + i * 2, ROOM_A));
    }
    EndpointPlan plan = EndpointPlan.of(instances, ROOM_A);
    Map<String, Double> shares = shares(plan);
    double all = instances.stream().mapToLong(Weighted::weight).sum();

    assertThat(plan.localities()).hasSizeLessThan(300);
    assertThat(shares).hasSize(5_000);
    for (Weighted one : instances) {
      double due = one.weight() / all;
      assertThat(shares.get(one.listed().instance().host())).isCloseTo(due, within(due * 0.06));
    }
  }

  @Test
  void of_oneAddressTwice_theLastRegisteredCounts() {
    Weighted old = new Weighted(new Listed(instance("b", "10.0.0.1", 80, 100, ROOM_A), START), 100);
    Weighted restarted =
        new Weighted(new Listed(instance("a", "10.0.0.1", 80, 300, ROOM_B), START + 1), 300);

    for (List<Weighted> order : List.of(List.of(restarted, old), List.of(old, restarted))) {
      assertThat(EndpointPlan.of(order, ROOM_A).localities())
          .containsExactly(
              new Locality(ROOM_B, "w=300", 0, 300, List.of(new Endpoint("10.0.0.1", 80))));
    }
  }

  @Test
  void of_oneHostTwoPorts_areTwo() {
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(
                new Weighted(new Listed(instance("a", "::1", 80, 1, ROOM_A), START), 1),
                new Weighted(new Listed(instance("b", "::1", 81, 1, ROOM_A), START), 1)),
            ROOM_A);

    assertThat(plan.localities().get(0).endpoints()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "orders.example", "10.0.0", "fe80::1%eth0", "[::1]", "1"})
  void of_hostIsNoAddress_isLeftOutAndCounted(String host) {
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(
                new Weighted(new Listed(instance("a", host, 80, 1, ROOM_A), START), 1),
                weighted("b", 1, ROOM_A)),
            ROOM_A);

    assertThat(plan.leftOut()).isEqualTo(1);
    assertThat(shares(plan)).containsOnlyKeys(address("b"));
  }

  @ParameterizedTest
  @CsvSource({
    "orders.example, 10.9.9.9, 10.9.9.9",
    "orders.example, 2001:db8::7, 2001:db8::7",
    "10.9.9.8, 10.9.9.9, 10.9.9.8",
    "orders.example, other.example, ",
    "orders.example, fe80::1%eth0, "
  })
  void of_hostIsAName_theAddressThatEurekaWasTold(String host, String told, String called) {
    Instance named =
        new Instance(
            "a",
            host,
            80,
            "http",
            "",
            "",
            "",
            1,
            0,
            60,
            ROOM_A,
            Map.of(),
            Map.of("eureka/ipAddr", told));
    EndpointPlan plan = EndpointPlan.of(List.of(new Weighted(new Listed(named, START), 1)), ROOM_A);

    assertThat(plan.leftOut()).isEqualTo(called == null ? 1 : 0);
    assertThat(shares(plan).keySet()).isEqualTo(called == null ? Set.of() : Set.of(called));
  }

  @Test
  void of_twoNamesOfOneAddress_theLastRegisteredCounts() {
    Instance named = instance("b", "orders.example", 8080, 1, ROOM_A);
    Instance eurekas =
        new Instance(
            "b",
            named.host(),
            named.port(),
            "",
            "",
            "",
            "",
            1,
            0,
            60,
            ROOM_A,
            Map.of(),
            Map.of("eureka/ipAddr", address("a")));
    EndpointPlan plan =
        EndpointPlan.of(
            List.of(weighted("a", 1, ROOM_A), new Weighted(new Listed(eurekas, START + 1), 5)),
            ROOM_A);

    assertThat(plan.localities()).singleElement().extracting(Locality::bucket).isEqualTo("b");
  }

  @Test
  void of_hugeWeights_sumFitsAndSharesStay() {
    List<Weighted> instances = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      instances.add(weighted("i" + i, InstanceLimits.MAX_WEIGHT, i % 2 == 0 ? ROOM_A : ROOM_B));
    }
    EndpointPlan plan = EndpointPlan.of(instances, BEIJING);

    assertThat(plan.localities().stream().mapToLong(Locality::weight).sum())
        .isLessThanOrEqualTo(EndpointPlan.MAX_WEIGHTS)
        .isGreaterThan(EndpointPlan.MAX_WEIGHTS / 10 * 9);
  }

  @Test
  void of_anyOrder_samePlan() {
    List<Weighted> instances = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      instances.add(weighted("i" + i, 1 + i % 3, i % 2 == 0 ? ROOM_A : CENTER_2));
    }
    List<Weighted> byId = List.copyOf(instances);
    Collections.shuffle(instances, new Random(1));

    assertThat(shares(EndpointPlan.of(instances, ROOM_A)))
        .isEqualTo(shares(EndpointPlan.of(byId, ROOM_A)));
  }

  /** What every client requires of a list, whatever is registered. */
  @Test
  void of_anything_isWhatClientsTake() {
    Random random = new Random(7);
    List<Location> places =
        List.of(ROOM_A, ROOM_B, CENTER_2, BEIJING, Location.UNKNOWN, new Location("", "", "a"));
    for (int round = 0; round < 200; round++) {
      List<Weighted> instances = new ArrayList<>();
      for (int i = random.nextInt(300); i > 0; i--) {
        instances.add(
            weighted(
                "i" + random.nextInt(400),
                random.nextInt(3) * 50,
                random.nextInt(3) * 50,
                places.get(random.nextInt(places.size()))));
      }
      List<Locality> plan =
          EndpointPlan.of(instances, places.get(random.nextInt(places.size()))).localities();

      assertThat(plan).allMatch(locality -> locality.weight() > 0);
      assertThat(plan).noneMatch(locality -> locality.endpoints().isEmpty());
      List<Integer> priorities = plan.stream().map(Locality::priority).distinct().toList();
      for (int i = 0; i < priorities.size(); i++) {
        assertThat(priorities.get(i)).isEqualTo(i);
      }
      assertThat(
              new HashSet<>(
                  plan.stream().map(one -> List.of(one.location(), one.bucket())).toList()))
          .hasSameSizeAs(plan);
      List<Endpoint> endpoints = plan.stream().flatMap(one -> one.endpoints().stream()).toList();
      assertThat(new HashSet<>(endpoints)).hasSameSizeAs(endpoints);
    }
  }

  /** The share of the calls of priority 0 that each host gets from a client. */
  private static Map<String, Double> shares(EndpointPlan plan) {
    Map<Integer, Long> sums = new TreeMap<>();
    plan.localities().forEach(one -> sums.merge(one.priority(), (long) one.weight(), Long::sum));
    Map<String, Double> shares = new TreeMap<>();
    for (Locality locality : plan.localities()) {
      double share = (double) locality.weight() / sums.get(locality.priority());
      for (Endpoint endpoint : locality.endpoints()) {
        shares.merge(endpoint.host(), share / locality.endpoints().size(), Double::sum);
      }
    }
    return shares;
  }
}
