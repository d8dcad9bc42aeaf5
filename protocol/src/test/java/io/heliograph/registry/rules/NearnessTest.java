/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static io.heliograph.registry.rules.Fleet.OTHER_CENTER;
import static io.heliograph.registry.rules.Fleet.OTHER_CITY;
import static io.heliograph.registry.rules.Fleet.ROOM_A;
import static io.heliograph.registry.rules.Fleet.ROOM_B;
import static io.heliograph.registry.rules.Fleet.at;
import static io.heliograph.registry.rules.Fleet.last;
import static io.heliograph.registry.rules.Fleet.rules;
import static io.heliograph.registry.rules.Fleet.shares;
import static io.heliograph.registry.rules.Fleet.unhealthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Location;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The near before the far, and what overflows. */
class NearnessTest {
  private static final Candidate HERE = at("1-here", ROOM_A);
  private static final Candidate ROOM = at("2-room", ROOM_B);
  private static final Candidate CENTER = at("3-center", OTHER_CENTER);
  private static final Candidate CITY = at("4-city", OTHER_CITY);
  private static final Candidate NOWHERE = at("5-nowhere", Location.UNKNOWN);
  private static final List<Candidate> ALL = List.of(NOWHERE, CITY, CENTER, ROOM, HERE);

  @Test
  void priority_room_roomCenterCityRest() throws Exception {
    assertThat(priorities("room", ROOM_A, ALL))
        .containsExactly(
            List.of("1-here"),
            List.of("2-room"),
            List.of("3-center"),
            List.of("5-nowhere", "4-city"));
  }

  @Test
  void priority_centerAndCity_fewerSteps() throws Exception {
    assertThat(priorities("center", ROOM_A, ALL))
        .containsExactly(
            List.of("2-room", "1-here"), List.of("3-center"), List.of("5-nowhere", "4-city"));
    assertThat(priorities("city", ROOM_A, ALL))
        .containsExactly(List.of("3-center", "2-room", "1-here"), List.of("5-nowhere", "4-city"));
    assertThat(priorities("none", ROOM_A, ALL)).hasSize(1);
  }

  @Test
  void priority_gapsAreClosed_andUnknownPlacesAreFar() throws Exception {
    assertThat(priorities("room", ROOM_A, List.of(CITY, HERE, unhealthy(ROOM))))
        .containsExactly(List.of("1-here"), List.of("4-city"));
    assertThat(priorities("room", Location.UNKNOWN, List.of(HERE, NOWHERE)))
        .containsExactly(List.of("1-here", "5-nowhere"));
  }

  @Test
  void priority_roomOfTheSameNameElsewhere_isNotNear() throws Exception {
    assertThat(priorities("room", ROOM_A, List.of(CENTER, CITY)))
        .containsExactly(List.of("3-center"), List.of("4-city"));
  }

  @Test
  void weight_eachStepMultiplies() throws Exception {
    ServiceRules rules = rules("{'proximity':{'level':'room','mode':'weight','factor':0.5}}");

    PlannedRoute route =
        last(Routing.plan(rules, List.of(HERE, ROOM, CENTER, CITY), Fleet.at(ROOM_A)));

    assertThat(route.destinations().get(0).priorities()).hasSize(1);
    assertThat(shares(route))
        .isEqualTo(Map.of("1-here", 533, "2-room", 267, "3-center", 133, "4-city", 67));
  }

  @Test
  void overflow_aboveTheThreshold_staysWhole() throws Exception {
    assertThat(
            overflow(
                70, HERE, at("1b", ROOM_A), at("1c", ROOM_A), unhealthy(at("1d", ROOM_A)), CITY))
        .isEqualTo(Map.of("1-here", 333, "1b", 333, "1c", 333));
  }

  @Test
  void overflow_belowTheThreshold_sharesByHealthyShareOfIt() throws Exception {
    // 1 of 2 healthy = 50% of a threshold of 80%: 5/8 stay, 3/8 go
    Map<String, Integer> shares = overflow(80, HERE, unhealthy(at("1b", ROOM_A)), CITY);

    assertThat(shares).isEqualTo(Map.of("1-here", 625, "4-city", 375));
  }

  @Test
  void overflow_cascades_andWhatNobodyCanTakeIsSharedInProportion() throws Exception {
    Candidate sickHere = unhealthy(at("1b", ROOM_A));
    Candidate sickCity = unhealthy(at("4b", OTHER_CITY));

    assertThat(overflow(100, HERE, sickHere, CENTER, CITY))
        .isEqualTo(Map.of("1-here", 500, "3-center", 500));
    assertThat(overflow(100, HERE, sickHere, CITY, sickCity))
        .isEqualTo(Map.of("1-here", 500, "4-city", 500));
    assertThat(
            overflow(
                100,
                HERE,
                sickHere,
                unhealthy(at("1c", ROOM_A)),
                CITY,
                sickCity,
                unhealthy(at("4c", OTHER_CITY))))
        .isEqualTo(Map.of("1-here", 500, "4-city", 500));
  }

  @Test
  void overflow_nearestAllLost_nextTakesAll() throws Exception {
    assertThat(overflow(50, unhealthy(HERE), CENTER, CITY)).isEqualTo(Map.of("3-center", 1_000));
  }

  @Test
  void overflow_thoseThatShareNothingYet_followAsPriorities() throws Exception {
    ServiceRules rules =
        rules("{'proximity':{'level':'room'},'failover':{'overflowBelowPercent':80}}");

    Destination destination =
        last(Routing.plan(
                rules,
                List.of(HERE, unhealthy(at("1b", ROOM_A)), ROOM, CENTER, CITY),
                Fleet.at(ROOM_A)))
            .destinations()
            .get(0);

    assertThat(ids(destination))
        .containsExactly(List.of("1-here", "2-room"), List.of("3-center"), List.of("4-city"));
  }

  private static Map<String, Integer> overflow(int below, Candidate... candidates)
      throws Exception {
    ServiceRules rules =
        rules(
            "{'proximity':{'level':'room'},'failover':{'overflowBelowPercent':%d}}"
                .formatted(below));
    return shares(last(Routing.plan(rules, List.of(candidates), Fleet.at(ROOM_A))));
  }

  private static List<List<String>> priorities(
      String level, Location from, List<Candidate> candidates) throws Exception {
    ServiceRules rules = rules("{'proximity':{'level':'%s'}}".formatted(level));
    return ids(last(Routing.plan(rules, candidates, Fleet.at(from))).destinations().get(0));
  }

  private static List<List<String>> ids(Destination destination) {
    return destination.priorities().stream()
        .map(priority -> priority.stream().map(target -> target.instance().id()).toList())
        .toList();
  }
}
