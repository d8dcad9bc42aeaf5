/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.Arrays;

/** Spans by id. Several may have one: {@link #first} and {@link #next} lead through them. */
final class IdIndex {
  private final int[] slots;
  private final int[] next;
  private final Span[] spans;

  IdIndex(Span[] spans) {
    this.spans = spans;
    slots = new int[Math.max(4, Integer.highestOneBit(spans.length) * 4)];
    Arrays.fill(slots, -1);
    next = new int[spans.length];
    for (int i = spans.length - 1; i >= 0; i--) {
      int slot = slotOf(spans[i].id());
      next[i] = slots[slot];
      slots[slot] = i;
    }
  }

  /** The first span with an id, or -1. */
  int first(long id) {
    return slots[slotOf(id)];
  }

  /** The next span with the same id, or -1. */
  int next(int span) {
    return next[span];
  }

  private int slotOf(long id) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    while (slots[slot] >= 0 && spans[slots[slot]].id() != id) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
