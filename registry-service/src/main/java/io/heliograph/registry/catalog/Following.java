/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.OptionalLong;

/**
 * Where a catalog has what it lists from, if it holds no leases of its own but follows nodes that
 * do, service by service. All methods return at once.
 */
public interface Following {
  /** A catalog of a node. */
  Following NONE =
      new Following() {
        @Override
        public void asked(ServiceName service) {}

        @Override
        public boolean knows(ServiceName service) {
          return true;
        }

        @Override
        public OptionalLong staleMillis(ServiceName service) {
          return OptionalLong.empty();
        }
      };

  /** Somebody wants to know of a service. */
  void asked(ServiceName service);

  /** Whether what is listed of a service is what a node has said, now or before a restart. */
  boolean knows(ServiceName service);

  /** For how long no node has said anything of a service; empty while one does. */
  OptionalLong staleMillis(ServiceName service);
}
