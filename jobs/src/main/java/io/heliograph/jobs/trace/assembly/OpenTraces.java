/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The open traces of a subtask, by id and by when they are due: a wheel of slots of 100 ms
 * (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987), so that moving a deadline
 * with each span costs nothing to speak of. Knows how much memory they take.
 */
final class OpenTraces {
  static final long TICK_MILLIS = 100;

  /** More than the longest wait, so that no trace is in a slot for another round. */
  private static final int SLOTS = 1024;

  private final Map<TraceId, OpenTrace> byId = new HashMap<>();
  private final OpenTrace[] wheel = new OpenTrace[SLOTS];
  private long tick;
  private long bytes;

  @Nullable OpenTrace find(TraceId id) {
    return byId.get(id);
  }

  /** Adds one that is in none of the slots. */
  void add(OpenTrace trace) {
    byId.put(trace.id, trace);
    bytes += trace.footprint();
  }

  /** Takes note that a trace takes more memory than it did. */
  void grew(long byBytes) {
    bytes += byBytes;
  }

  void remove(OpenTrace trace) {
    unlink(trace);
    byId.remove(trace.id);
    bytes -= trace.footprint();
  }

  /** Has a trace come up at a time, at most 100 s from now; replaces the time it had. */
  void schedule(OpenTrace trace, long dueMillis) {
    unlink(trace);
    long due = Math.max(tick + 1, (dueMillis + TICK_MILLIS - 1) / TICK_MILLIS);
    int slot = (int) (Math.min(due, tick + SLOTS - 1) % SLOTS);
    trace.slot = slot;
    trace.after = wheel[slot];
    if (trace.after != null) {
      trace.after.before = trace;
    }
    wheel[slot] = trace;
  }

  private void unlink(OpenTrace trace) {
    if (trace.slot < 0) {
      return;
    }
    if (trace.before != null) {
      trace.before.after = trace.after;
    } else {
      wheel[trace.slot] = trace.after;
    }
    if (trace.after != null) {
      trace.after.before = trace.before;
    }
    trace.before = null;
    trace.after = null;
    trace.slot = -1;
  }

  /** Takes the next trace that is due out of its slot; null if none is. */
  @Nullable OpenTrace nextDue(long nowMillis) {
    long now = nowMillis / TICK_MILLIS;
    while (tick <= now) {
      OpenTrace trace = wheel[(int) (tick % SLOTS)];
      if (trace != null) {
        unlink(trace);
        return trace;
      }
      if (tick == now) {
        return null;
      }
      tick++;
    }
    return null;
  }

  /** Takes the trace that is due soonest out of its slot; null if there is none. */
  @Nullable OpenTrace soonest() {
    for (int i = 0; i < SLOTS; i++) {
      OpenTrace trace = wheel[(int) ((tick + i) % SLOTS)];
      if (trace != null) {
        unlink(trace);
        return trace;
      }
    }
    return null;
  }

  Collection<OpenTrace> all() {
    return byId.values();
  }

  int size() {
    return byId.size();
  }

  /** The memory they take, about. */
  long bytes() {
    return bytes;
  }
}
