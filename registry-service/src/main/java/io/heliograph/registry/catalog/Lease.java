/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/** The place of an instance in the list. Guarded by its service, but for the time it ends at. */
final class Lease {
  final ServiceName service;
  final String id;

  /** Where its instance runs, also once it has ended. */
  private final Location location;

  /** Null once it has ended. */
  Listed listed;

  Stamp stamp;

  /** Revision of the service when it was listed or described anew. */
  long revision;

  /** How many streams hold it open: it does not end while there are any. */
  int holds;

  /** Whether its owner has been heard here, in this life of the node. */
  boolean confirmed;

  private volatile long expiresAtMillis;

  Lease(ServiceName service, Listed listed, Stamp stamp) {
    this.service = service;
    this.id = listed.instance().id();
    this.location = listed.instance().location();
    this.listed = listed;
    this.stamp = stamp;
  }

  Location location() {
    return location;
  }

  /** Lets go of the instance, since the lease itself stays in its wheel for a while. */
  void end() {
    listed = null;
  }

  boolean hasEnded() {
    return listed == null;
  }

  /** Its owner was heard: a whole lease begins. */
  void renew(long nowMillis) {
    expiresAtMillis = nowMillis + leaseMillis();
  }

  long leaseMillis() {
    return listed.instance().leaseSeconds() * 1_000L;
  }

  /** When it ends unless it is renewed here, by {@link LeaseTime}. */
  long expiresAtMillis() {
    return expiresAtMillis;
  }
}
