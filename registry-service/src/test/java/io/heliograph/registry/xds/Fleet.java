/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import java.util.Map;

/** Instances and places for tests. */
final class Fleet {
  static final ServiceName ORDERS = new ServiceName("default", "orders");
  static final long START = 1_790_000_000_000L;
  static final Location ROOM_A = new Location("sh", "sh-1", "a");
  static final Location ROOM_B = new Location("sh", "sh-1", "b");
  static final Location CENTER_2 = new Location("sh", "sh-2", "a");
  static final Location BEIJING = new Location("bj", "bj-1", "a");

  private Fleet() {}

  static Instance instance(String id, String host, int port, int weight, Location location) {
    return instance(id, host, port, weight, 0, location);
  }

  static Instance instance(
      String id, String host, int port, int weight, int warmupSeconds, Location location) {
    return new Instance(
        id,
        host,
        port,
        "grpc",
        "1",
        "",
        "",
        weight,
        warmupSeconds,
        60,
        location,
        Map.of(),
        Map.of());
  }

  /** At its registered weight. */
  static Weighted weighted(String id, int weight, Location location) {
    return weighted(id, weight, weight, location);
  }

  static Weighted weighted(String id, int registered, int weight, Location location) {
    return new Weighted(
        new Listed(instance(id, address(id), 8080, registered, location), START), weight);
  }

  /** One of its own for each id. */
  static String address(String id) {
    return "10."
        + (id.hashCode() >>> 16 & 0xff)
        + "."
        + (id.hashCode() >>> 8 & 0xff)
        + "."
        + (id.hashCode() & 0xff);
  }
}
