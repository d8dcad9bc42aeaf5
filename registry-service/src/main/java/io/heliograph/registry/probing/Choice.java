/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.ServiceName;
import java.util.Collection;

/**
 * Which nodes probe an instance: those with the highest hash of node and instance (rendezvous
 * hashing, Thaler and Ravishankar 1998). All nodes that know of the same ones agree without
 * talking; when one leaves, only its share moves, and evenly to all others.
 */
final class Choice {
  private Choice() {}

  /** A hash of an instance's name. */
  static long hash(ServiceName service, String id) {
    return mix(mix(mix(hash(service.namespace())) + hash(service.service())) + hash(id));
  }

  /**
   * Whether a node is among those that probe an instance.
   *
   * @param others the other nodes that are alive
   * @param probers how many nodes probe it
   * @param instance its {@link #hash(ServiceName, String)}
   */
  static boolean isChosen(String node, Collection<String> others, int probers, long instance) {
    long own = weight(node, instance);
    int before = 0;
    for (String other : others) {
      int order = Long.compare(weight(other, instance), own);
      if (order > 0 || (order == 0 && other.compareTo(node) < 0)) {
        before++;
      }
    }
    return before < probers;
  }

  private static long weight(String node, long instance) {
    return mix(hash(node) ^ instance);
  }

  /** FNV-1a (Fowler, Noll and Vo), 64 bits, of UTF-16 units, mixed. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finalizer of MurmurHash3 (Appleby, public domain). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
