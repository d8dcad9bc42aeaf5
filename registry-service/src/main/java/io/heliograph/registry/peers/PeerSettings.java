/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import java.util.List;

/**
 * The other nodes.
 *
 * @param near addresses, host:port, of those in this datacenter
 * @param far of those in others: changes go to them in batches
 */
public record PeerSettings(List<String> near, List<String> far) {
  public static final PeerSettings NONE = new PeerSettings(List.of(), List.of());

  public boolean isAlone() {
    return near.isEmpty() && far.isEmpty();
  }
}
