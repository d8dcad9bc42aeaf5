/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import io.heliograph.v1.ProtectionNotice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/**
 * Notices that have yet to be told, one after the other: the next goes when the one before has
 * arrived. Each has a key that is no other's, the same however often it is sent. Thread-safe.
 */
final class Notices {
  /** Of this life of the node. */
  private final String life = UUID.randomUUID().toString();

  private final int most;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long given;
  private boolean isOnItsWay;
  private long notBeforeNanos;
  private boolean hasFailed;

  /**
   * A notice that waits.
   *
   * @param key 64 bytes at most
   */
  record Waiting(ProtectionNotice notice, String key) {}

  Notices(int most) {
    this.most = most;
  }

  /** False if too many wait. */
  synchronized boolean add(ProtectionNotice notice) {
    if (waiting.size() >= most) {
      return false;
    }
    waiting.add(new Waiting(notice, life + "#" + given++));
    return true;
  }

  /** The one to be sent now, if there is one; it is on its way until something else is said. */
  synchronized Optional<Waiting> next(long nowNanos) {
    if (isOnItsWay || waiting.isEmpty() || (hasFailed && nowNanos - notBeforeNanos < 0)) {
      return Optional.empty();
    }
    isOnItsWay = true;
    return Optional.of(waiting.element());
  }

  /** It has arrived. */
  synchronized void told(Waiting notice) {
    waiting.remove(notice);
    isOnItsWay = false;
    hasFailed = false;
  }

  /** It has not, and is to be sent again, at that time or later. */
  synchronized void again(long atNanos) {
    isOnItsWay = false;
    hasFailed = true;
    notBeforeNanos = atNanos;
  }
}
