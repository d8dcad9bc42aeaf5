/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of an instance to compare it with its peers.
 *
 * @param slots of the window and of what was read ahead of the clock, ascending, at most {@value
 *     #MAX_SLOTS}
 * @param startedNanos incarnation of the newest heartbeat that counted
 * @param sequence number of that
 * @param reportedMillis slot of that
 * @param errors what it loses by its error rate
 * @param latency what it loses by its latency
 * @param told its standing as last told; null before the first time
 */
public record PeerTraffic(
    List<Slot> slots,
    long startedNanos,
    long sequence,
    long reportedMillis,
    Loss errors,
    Loss latency,
    Standing told) {
  static final PeerTraffic NONE =
      new PeerTraffic(List.of(), 0, 0, 0, Loss.NONE, Loss.NONE, Standing.UNKNOWN);

  /** The window, and as much ahead of the clock. */
  static final int MAX_SLOTS = 8;

  /** A beat with an older name or number counts again after this: the clock was set back. */
  private static final long FORGET_MILLIS = 60_000;

  /** Whether it has been told already: beats that are sent again count once. */
  boolean knows(TrafficEvent event) {
    if (event.sequence() == 0 || event.slotMillis() - reportedMillis > FORGET_MILLIS) {
      return false;
    }
    int order = Long.compareUnsigned(event.startedNanos(), startedNanos);
    return order < 0 || (order == 0 && Long.compareUnsigned(event.sequence(), sequence) <= 0);
  }

  /** Adds what it does not know. */
  PeerTraffic plus(TrafficEvent event) {
    boolean beat = event.sequence() != 0;
    return new PeerTraffic(
        merged(event.slotMillis(), event.traffic()),
        beat ? event.startedNanos() : startedNanos,
        beat ? event.sequence() : sequence,
        beat ? event.slotMillis() : reportedMillis,
        errors,
        latency,
        told);
  }

  private List<Slot> merged(long slotMillis, Traffic traffic) {
    List<Slot> next = new ArrayList<>(slots);
    int at = 0;
    while (at < next.size() && next.get(at).startMillis() < slotMillis) {
      at++;
    }
    boolean full = next.size() >= MAX_SLOTS;
    if (at == next.size() && full) {
      at--; // far ahead of the clock: counts early rather than never
    }
    if (at < next.size() && (full || next.get(at).startMillis() == slotMillis)) {
      Slot slot = next.get(at);
      next.set(at, new Slot(slot.startMillis(), slot.traffic().plus(traffic)));
    } else {
      next.add(at, new Slot(slotMillis, traffic));
    }
    return List.copyOf(next); // takes less room than one that can grow
  }

  /** Traffic from {@code from} to before {@code to}. */
  Traffic within(long from, long to) {
    Traffic sum = Traffic.NONE;
    for (Slot slot : slots) {
      if (slot.startMillis() >= from && slot.startMillis() < to) {
        sum = sum.plus(slot.traffic());
      }
    }
    return sum;
  }

  PeerTraffic since(long fromMillis) {
    return slots.isEmpty() || slots.get(0).startMillis() >= fromMillis
        ? this
        : new PeerTraffic(
            slots.stream().filter(slot -> slot.startMillis() >= fromMillis).toList(),
            startedNanos,
            sequence,
            reportedMillis,
            errors,
            latency,
            told);
  }

  PeerTraffic judged(Loss newErrors, Loss newLatency, Standing newlyTold) {
    return new PeerTraffic(
        slots, startedNanos, sequence, reportedMillis, newErrors, newLatency, newlyTold);
  }

  /** Whether nothing would be lost by forgetting it. */
  boolean idle() {
    return slots.isEmpty() && errors.value() == 0 && latency.value() == 0;
  }
}
