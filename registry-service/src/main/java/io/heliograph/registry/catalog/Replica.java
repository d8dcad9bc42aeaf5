/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * Hears what the other nodes have to be told. Called while a service is locked: returns at once and
 * calls nobody.
 */
public interface Replica {
  /** A node that is alone. */
  Replica NONE =
      new Replica() {
        @Override
        public void changed(ServiceName service, String id) {}

        @Override
        public void renewed(String node, ServiceName service, String id) {}

        @Override
        public boolean reaches(String node) {
          return false;
        }
      };

  /** This node has written an entry. */
  void changed(ServiceName service, String id);

  /** An instance has renewed here a lease that another node holds. */
  void renewed(String node, ServiceName service, String id);

  /** Whether a node would hear of a renewal in time. */
  boolean reaches(String node);
}
