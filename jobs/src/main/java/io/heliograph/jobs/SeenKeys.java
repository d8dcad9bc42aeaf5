/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The idempotency keys of one Kafka partition, for at least 10 minutes and at most 11, by the
 * partition's own timestamps. Keys are kept by the minute they came in, so that a whole minute is
 * forgotten at once and an unchanged minute need not be encoded again for the next checkpoint.
 *
 * <p>Bounded: with too many keys the oldest minute goes early. A retry of those would be stored
 * twice; {@link #forgotten} says how many there were.
 */
final class SeenKeys {
  static final int WINDOW_MINUTES = 10;

  private final int maxKeys;
  private final TreeMap<Long, KeySet> minutes = new TreeMap<>();
  private long newest = Long.MIN_VALUE;
  private int size;
  private long forgotten;

  SeenKeys(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** Remembers a key; false if it was there already. */
  boolean firstTime(long high, long low, long timestampMillis) {
    long minute = advance(Math.floorDiv(timestampMillis, 60_000L));
    for (KeySet keys : minutes.values()) {
      if (keys.contains(high, low)) {
        return false;
      }
    }
    minutes.computeIfAbsent(minute, m -> new KeySet()).add(high, low);
    size++;
    while (size > maxKeys) {
      int lost = drop(minutes.firstKey());
      forgotten += lost;
    }
    return true;
  }

  /** Adds keys that were encoded by {@link #forEachMinute}, maybe by several tasks. */
  void restore(long minute, byte[] keys) {
    long kept = advance(minute);
    if (kept != minute) {
      return;
    }
    KeySet set = minutes.computeIfAbsent(minute, m -> new KeySet());
    int before = set.size();
    set.addAll(keys);
    size += set.size() - before;
  }

  void forEachMinute(BiConsumer<Long, byte[]> consumer) {
    for (Map.Entry<Long, KeySet> entry : minutes.entrySet()) {
      consumer.accept(entry.getKey(), entry.getValue().encode());
    }
  }

  int size() {
    return size;
  }

  /** Keys dropped before their time, since the start. */
  long forgotten() {
    return forgotten;
  }

  /** Moves the window on; a record from before the window counts into its first minute. */
  private long advance(long minute) {
    newest = Math.max(newest, minute);
    long oldest = newest - WINDOW_MINUTES;
    while (!minutes.isEmpty() && minutes.firstKey() < oldest) {
      drop(minutes.firstKey());
    }
    return Math.max(minute, oldest);
  }

  private int drop(long minute) {
    int lost = minutes.remove(minute).size();
    size -= lost;
    return lost;
  }
}
