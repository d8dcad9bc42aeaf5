/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/** The place of an instance in the list, for as long as it is renewed. */
final class Lease {
  final ServiceName service;

  /** Null once it has ended; guarded by its service. */
  Listed listed;

  private volatile long expiresAtMillis;

  Lease(ServiceName service, Listed listed) {
    this.service = service;
    this.listed = listed;
  }

  String id() {
    return listed.instance().id();
  }

  /** Lets go of the instance, since the lease itself stays in its wheel for a while. */
  void end() {
    listed = null;
  }

  boolean hasEnded() {
    return listed == null;
  }

  void renew(long nowMillis, int seconds) {
    expiresAtMillis = nowMillis + seconds * 1_000L;
  }

  /** By {@link LeaseTime}. */
  long expiresAtMillis() {
    return expiresAtMillis;
  }
}
