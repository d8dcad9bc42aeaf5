/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many leases that other nodes hold are silent, as they say; what a node said last counts for
 * {@value #FRESH_MILLIS} ms. A node hears the owners of its own leases only: without the others it
 * would see a third of a cut that they all see. Thread-safe.
 */
final class SharedSilence {
  static final long FRESH_MILLIS = 3_000;

  private final LeaseTime time;
  private final Map<String, Told> byNode = new ConcurrentHashMap<>();

  private record Told(Map<Object, Integer> silent, long atMillis) {}

  SharedSilence(LeaseTime time) {
    this.time = time;
  }

  /** A node says how many are silent, by service and by room. */
  void told(String node, Map<Object, Integer> silent) {
    byNode.values().removeIf(told -> !isFresh(told)); // of nodes that are gone for good, too
    byNode.put(node, new Told(Map.copyOf(silent), time.millis()));
  }

  /** What is known of some instances, with what the others say of a scope. */
  Silence with(Silence known, Object scope) {
    int others = 0;
    for (Told told : byNode.values()) {
      if (isFresh(told)) {
        others += told.silent().getOrDefault(scope, 0);
      }
    }
    return new Silence(Math.min(known.all(), known.silent() + others), known.all());
  }

  private boolean isFresh(Told told) {
    return time.millis() - told.atMillis() <= FRESH_MILLIS;
  }
}
