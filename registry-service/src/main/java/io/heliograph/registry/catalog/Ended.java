/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * That an instance is listed no more: remembered for a while, so that watchers hear of it, and so
 * that no other node brings it back.
 *
 * @param revision of the service
 * @param atMillis by {@link LeaseTime}
 */
record Ended(Stamp stamp, boolean expired, long revision, long atMillis) {
  /** Longer than nodes are cut off for, as a rule; what comes back later has a lease to live. */
  static final long MEMORY_MILLIS = 600_000;

  /** Memory of one of them, in bytes, about, with its service if it was the last. */
  static final int BYTES = 512;
}
