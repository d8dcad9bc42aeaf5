/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Leases by when they may expire: a timing wheel (Varghese and Lauck 1987) of slots of 100 ms. A
 * renewal does not touch it: a lease whose slot comes up and that was renewed is put where it then
 * expires. Thread-safe.
 */
final class LeaseWheel {
  static final long TICK_MILLIS = 100;

  /** 102 s; a longer lease passes several times. */
  private static final int SLOTS = 1_024;

  private final List<List<Lease>> slots = new ArrayList<>(SLOTS);
  private long tick;

  LeaseWheel() {
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new ArrayList<>(0));
    }
  }

  /** Has it come up at a time, by {@link LeaseTime}. */
  synchronized void add(Lease lease, long atMillis) {
    long due = (atMillis + TICK_MILLIS - 1) / TICK_MILLIS;
    long slot = Math.max(tick + 1, Math.min(due, tick + SLOTS - 1));
    slots.get((int) (slot % SLOTS)).add(lease);
  }

  /** Takes out all whose slot has come up by now; those that live on are to be added again. */
  synchronized List<Lease> take(long nowMillis) {
    List<Lease> due = new ArrayList<>();
    while (tick < nowMillis / TICK_MILLIS) {
      tick++;
      int slot = (int) (tick % SLOTS);
      due.addAll(slots.get(slot));
      slots.set(slot, new ArrayList<>(0));
    }
    return due;
  }
}
