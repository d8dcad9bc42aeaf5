/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of one process of the shop, from its environment.
 *
 * @param service e.g. orders
 * @param instance e.g. orders-1
 * @param lane it stands in; empty is the baseline
 * @param port for calls
 * @param gateway of Heliograph, HOST:PORT
 * @param kafka bootstrap servers
 * @param peers comma-separated addresses by service and, for the instances of a lane, {@link #at}
 */
record ShopSettings(
    String service,
    String instance,
    String lane,
    int port,
    String gateway,
    String kafka,
    Map<String, String> peers) {
  static final String NAMESPACE = "shop";
  static final String VERSION = "1.4.2";
  static final String ORDER_EVENTS = "shop.order-events";

  private static final String PEER = "SHOP_PEER_";
  private static final String IN = "_in_";

  static ShopSettings of(Map<String, String> environment) {
    Map<String, String> peers = new LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PEER)) {
            peers.put(name.substring(PEER.length()), value);
          }
        });
    return new ShopSettings(
        required(environment, "SHOP_SERVICE"),
        required(environment, "SHOP_INSTANCE"),
        environment.getOrDefault("SHOP_LANE", Lane.BASELINE),
        Integer.parseInt(required(environment, "SHOP_PORT")),
        required(environment, "SHOP_GATEWAY"),
        required(environment, "SHOP_KAFKA"),
        Map.copyOf(peers));
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SHOP_SERVICE", service);
    environment.put("SHOP_INSTANCE", instance);
    environment.put("SHOP_LANE", lane);
    environment.put("SHOP_PORT", Integer.toString(port));
    environment.put("SHOP_GATEWAY", gateway);
    environment.put("SHOP_KAFKA", kafka);
    peers.forEach((peer, addresses) -> environment.put(PEER + peer, addresses));
    return environment;
  }

  /** What the instances of a service in a lane are called among the peers. */
  static String at(String service, String lane) {
    return lane.equals(Lane.BASELINE) ? service : service + IN + lane;
  }

  /** The addresses of a service in lanes other than the baseline, by lane. */
  Map<String, String> lanes(String service) {
    Map<String, String> lanes = new LinkedHashMap<>();
    peers.forEach(
        (peer, addresses) -> {
          if (peer.startsWith(service + IN)) {
            lanes.put(peer.substring(service.length() + IN.length()), addresses);
          }
        });
    return lanes;
  }

  String peer(String name) {
    String addresses = peers.get(name);
    if (addresses == null) {
      throw new IllegalArgumentException(PEER + name + " is not set for " + instance);
    }
    return addresses;
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }
}
