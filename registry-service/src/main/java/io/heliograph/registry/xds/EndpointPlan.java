/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.common.net.InetAddresses;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.eureka.EurekaLeases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is called how often, in the terms that gRPC's clients keep to: localities, each with a
 * weight, whose endpoints take turns. They ignore weights of endpoints, so endpoints of one weight
 * make up a locality, and its weight is the sum of theirs; then each endpoint's share of the calls
 * is its weight's. An instance that is not at its registered weight has a locality of its own: its
 * weight moves, and a client that saw it move from one locality to another would connect anew each
 * time.
 *
 * <p>Of two instances with one address the one that registered last counts, since clients refuse a
 * list that names an address twice. One whose host is a name is called by the address that it told
 * Eureka beside it; without such a one it is left out, since clients refuse a list with a name,
 * too.
 *
 * @param localities by priority, then by place and bucket; priorities from 0 without gaps
 * @param leftOut instances that have a weight, and no IP address
 */
record EndpointPlan(List<Locality> localities, int leftOut) {
  /** The sum of the weights of one priority must fit into 32 bits. */
  static final long MAX_WEIGHTS = Integer.MAX_VALUE;

  /** More instances than that off their weight share localities, by weight of two digits. */
  static final int MAX_ALONE = 1_000;

  /** An address to call. */
  record Endpoint(String host, int port) {}

  /**
   * Endpoints that take turns.
   *
   * @param bucket tells it from others at the same place: the weight of all its endpoints, or the
   *     one instance that it is
   * @param priority 0 is called while it can be
   * @param weight 1 or more
   */
  record Locality(
      Location location, String bucket, int priority, int weight, List<Endpoint> endpoints) {}

  private record Key(Location location, String bucket) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = location.city().compareTo(other.location.city());
      order = order != 0 ? order : location.center().compareTo(other.location.center());
      order = order != 0 ? order : location.room().compareTo(other.location.room());
      return order != 0 ? order : bucket.compareTo(other.bucket);
    }
  }

  /** Endpoints of a locality to be. */
  private static final class Bucket {
    final List<Endpoint> endpoints = new ArrayList<>();
    long weight;
  }

  /** An instance before its priority is known; a lower rank is called first. */
  private record Ranked(Weighted weighted, int rank) {}

  /** Plans for a client: the nearest first. */
  static EndpointPlan of(List<Weighted> instances, Location client) {
    return ofRanked(
        instances.stream()
            .map(
                one ->
                    new Ranked(
                        one,
                        Distance.between(client, one.listed().instance().location()).ordinal()))
            .toList());
  }

  /** Plans by priorities that are decided elsewhere. */
  static EndpointPlan of(List<List<Weighted>> priorities) {
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < priorities.size(); i++) {
      for (Weighted weighted : priorities.get(i)) {
        ranked.add(new Ranked(weighted, i));
      }
    }
    return ofRanked(ranked);
  }

  private static EndpointPlan ofRanked(List<Ranked> instances) {
    Map<Endpoint, Ranked> byAddress = new LinkedHashMap<>();
    int leftOut = 0;
    for (Ranked ranked : instances) {
      Instance instance = ranked.weighted().listed().instance();
      if (ranked.weighted().weight() <= 0) {
        continue;
      }
      String address = address(instance);
      if (address.isEmpty()) {
        leftOut++;
        continue;
      }
      byAddress.merge(new Endpoint(address, instance.port()), ranked, EndpointPlan::newer);
    }
    boolean alone =
        byAddress.values().stream().filter(one -> !one.weighted().isAsRegistered()).count()
            <= MAX_ALONE;
    Map<Integer, TreeMap<Key, Bucket>> byRank = new TreeMap<>();
    byAddress.forEach(
        (endpoint, ranked) -> {
          Weighted weighted = ranked.weighted();
          Location location = weighted.listed().instance().location();
          long weight = alone ? weighted.weight() : rounded(weighted);
          Bucket bucket =
              byRank
                  .computeIfAbsent(ranked.rank(), none -> new TreeMap<>())
                  .computeIfAbsent(
                      new Key(location, bucket(weighted, weight, alone)), none -> new Bucket());
          bucket.endpoints.add(endpoint);
          bucket.weight += weight;
        });
    List<Locality> localities = new ArrayList<>();
    int priority = 0;
    for (TreeMap<Key, Bucket> buckets : byRank.values()) {
      add(localities, priority++, buckets);
    }
    return new EndpointPlan(List.copyOf(localities), leftOut);
  }

  /** Empty if there is none. */
  private static String address(Instance instance) {
    if (isAddress(instance.host())) {
      return instance.host();
    }
    String told = instance.metadata().getOrDefault(EurekaLeases.IP_ADDRESS, "");
    return isAddress(told) ? told : "";
  }

  private static boolean isAddress(String host) {
    return InetAddresses.isInetAddress(host) && host.indexOf('%') < 0; // no zone of one machine
  }

  private static Ranked newer(Ranked one, Ranked other) {
    return other.weighted().listed().registeredAtMillis()
            >= one.weighted().listed().registeredAtMillis()
        ? other
        : one;
  }

  /** Neither an id nor a weight contains what tells them apart. */
  private static String bucket(Weighted weighted, long weight, boolean alone) {
    return alone && !weighted.isAsRegistered() ? weighted.listed().instance().id() : "w=" + weight;
  }

  /** To two digits, by 5% at most, so that there are few different ones. */
  private static long rounded(Weighted weighted) {
    if (weighted.isAsRegistered()) {
      return weighted.weight();
    }
    long step = 1;
    while (weighted.weight() / step >= 100) {
      step *= 10;
    }
    return (weighted.weight() + step / 2) / step * step;
  }

  private static void add(List<Locality> to, int priority, TreeMap<Key, Bucket> buckets) {
    long sum = buckets.values().stream().mapToLong(bucket -> bucket.weight).sum();
    // leaves room for those that are rounded up to 1
    double scale = Math.min(1, (double) (MAX_WEIGHTS - buckets.size()) / sum);
    buckets.forEach(
        (key, bucket) ->
            to.add(
                new Locality(
                    key.location(),
                    key.bucket(),
                    priority,
                    (int) Math.max(1, Math.floor(bucket.weight * scale)),
                    List.copyOf(bucket.endpoints))));
  }
}
