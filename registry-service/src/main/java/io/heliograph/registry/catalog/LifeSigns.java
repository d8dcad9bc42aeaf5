/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * Hears of the owners of those instances whose leases this node holds. Called while a service is
 * locked: returns at once and calls nobody.
 */
public interface LifeSigns {
  /** Nobody wants to know. */
  LifeSigns NONE =
      new LifeSigns() {
        @Override
        public void heard(ServiceName service, Listed listed, long withinMillis) {}

        @Override
        public void left(ServiceName service, Listed listed) {}
      };

  /**
   * An owner was heard, or holds its lease open. Not told of each renewal: once in a quarter of the
   * lease, and whenever the description has changed. Once it was told, no renewals are while the
   * health job says that it hears the instance itself.
   *
   * @param withinMillis if all goes well it is told again within this time
   */
  void heard(ServiceName service, Listed listed, long withinMillis);

  /** An owner has taken its instance out, here, whichever node held the lease. */
  void left(ServiceName service, Listed listed);
}
