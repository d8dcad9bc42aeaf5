/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import java.util.Map;
import java.util.TreeMap;

/** Instances and rules for tests. */
final class Fleet {
  static final Location ROOM_A = new Location("sh", "sh-1", "a");
  static final Location ROOM_B = new Location("sh", "sh-1", "b");
  static final Location OTHER_CENTER = new Location("sh", "sh-2", "a");
  static final Location OTHER_CITY = new Location("bj", "bj-1", "a");

  private Fleet() {}

  static Candidate at(String id, Location location) {
    return of(id, "1.0", "", "", location, Map.of());
  }

  static Candidate version(String id, String version) {
    return of(id, version, "", "", Location.UNKNOWN, Map.of());
  }

  static Candidate lane(String id, String lane) {
    return of(id, "1.0", "", lane, Location.UNKNOWN, Map.of());
  }

  static Candidate of(
      String id,
      String version,
      String group,
      String lane,
      Location location,
      Map<String, String> tags) {
    return new Candidate(
        new Instance(
            id, "h", 1, "grpc", version, group, lane, 100, 0, 10, location, tags, Map.of()),
        true,
        100);
  }

  /** One that registered with a weight of 0. */
  static Candidate weightless(String id, String version, Location location) {
    return new Candidate(
        new Instance(id, "h", 1, "grpc", version, "", "", 0, 0, 10, location, Map.of(), Map.of()),
        true,
        0);
  }

  static Candidate unhealthy(Candidate candidate) {
    return new Candidate(candidate.instance(), false, candidate.weight());
  }

  static Candidate weighing(Candidate candidate, int weight) {
    return new Candidate(candidate.instance(), candidate.healthy(), weight);
  }

  /** Rules as JSON, in single quotes. */
  static ServiceRules rules(String json) throws Refusal {
    return RulesJson.read(json.replace('\'', '"').getBytes(UTF_8));
  }

  static Caller caller(String service, Location location, String lane) {
    return new Caller(service, location, lane, Map.of());
  }

  static Caller at(Location location) {
    return caller("shop", location, "");
  }

  /** The part of a route's calls by instance, in tenths of a percent, rounded. */
  static Map<String, Integer> shares(PlannedRoute route) {
    Map<String, Integer> shares = new TreeMap<>();
    exactShares(route).forEach((id, share) -> shares.put(id, (int) Math.round(share * 1_000)));
    return shares;
  }

  static Map<String, Double> exactShares(PlannedRoute route) {
    Map<String, Double> shares = new TreeMap<>();
    for (Destination destination : route.destinations()) {
      for (Target target : destination.priorities().get(0)) {
        shares.merge(
            target.instance().id(),
            route.share(destination) * destination.share(target),
            Double::sum);
      }
    }
    return shares;
  }

  static PlannedRoute last(RoutingPlan plan) {
    return plan.routes().get(plan.routes().size() - 1);
  }
}
