/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/** The place of an instance in the list. Guarded by its service, but for the time it ends at. */
final class Lease {
  /** Owners are asked to renew within half a lease at the latest. */
  private static final int LEAST_RENEWALS = 2;

  final ServiceName service;
  final String id;

  /** Where its instance runs, also once it has ended. */
  private final Location location;

  /** Null once it has ended. */
  Listed listed;

  Stamp stamp;

  private static final long NEVER = Long.MIN_VALUE / 2;

  /** Revision of the service when it was listed or described anew. */
  long revision;

  /** How many streams hold it open: it does not end while there are any. */
  int holds;

  /** Whether its owner has been heard here, in this life of the node. */
  boolean confirmed;

  /** When its owner's being heard was last told, by {@link LeaseTime}; long ago if it never was. */
  private long toldMillis = NEVER;

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

  /**
   * Whether that its owner was heard is to be told now; then it counts as told. So often that
   * whoever renews within half a lease is told of within half a lease.
   */
  boolean isToBeTold(long nowMillis) {
    boolean due = nowMillis - toldMillis >= withinMillis() / 2;
    if (due) {
      toldMillis = nowMillis;
    }
    return due;
  }

  /** Whether that its owner was heard was ever told here. */
  boolean wasTold() {
    return toldMillis > NEVER;
  }

  /** Has it be told at the next occasion. */
  void tellSoon() {
    toldMillis = NEVER;
  }

  /** When it is told again at the latest. While it is held, when the wheel looks at it again. */
  long withinMillis() {
    return holds > 0 ? leaseMillis() + Expiry.ORPHAN_MILLIS : leaseMillis() / LEAST_RENEWALS;
  }

  /** When it ends unless it is renewed here, by {@link LeaseTime}. */
  long expiresAtMillis() {
    return expiresAtMillis;
  }
}
