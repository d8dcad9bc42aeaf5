/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each other node was last heard of, be it through others (van Renesse et al. 1998), by {@link
 * LeaseTime}. A lease ends if the node that holds it has not been heard of for so long that its
 * owner would have gone to another. Thread-safe.
 */
public final class NodeLives {
  private final LeaseTime time;
  private final Map<String, Long> heardMillis = new ConcurrentHashMap<>();

  NodeLives(LeaseTime time) {
    this.time = time;
  }

  /** A node was alive so long ago. */
  public void heard(String node, long silentMillis) {
    heardMillis.merge(node, time.millis() - Math.max(0, silentMillis), Math::max);
  }

  /** 0, when this node started, if it never was. */
  long lastHeardMillis(String node) {
    return heardMillis.getOrDefault(node, 0L);
  }

  /** For how long each known node has not been heard of, in ms. */
  public Map<String, Long> silentMillis() {
    Map<String, Long> silent = new HashMap<>();
    heardMillis.forEach((node, heard) -> silent.put(node, time.millis() - heard));
    return silent;
  }
}
