/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts the stream of items into batches, one kind each: by number, by size and, in a paced replay,
 * by the time they are due. Where it cuts depends on the items and the options only, never on the
 * clock or the network, so that a run repeated with the same options sends the same batches.
 */
final class Batcher {
  private static final long MAX_BYTES = 1 << 20;
  private static final long MAX_WAIT_NANOS = 500_000_000L;

  private static final class Open {
    final List<Recorded> items = new ArrayList<>();
    long bytes;
    long firstDueNanos;
  }

  private final int maxItems;
  private final boolean paced;
  private final String run;
  private final Map<ItemKind, Open> open = new EnumMap<>(ItemKind.class);
  private long sequence;

  Batcher(int maxItems, boolean paced, String run) {
    this.maxItems = maxItems;
    this.paced = paced;
    this.run = run;
  }

  /** Adds an item; returns the batches that are complete now, in the order they began. */
  Collection<Batch> add(Recorded item, long dueNanos) {
    List<Batch> complete = new ArrayList<>();
    if (paced) {
      for (Map.Entry<ItemKind, Open> entry : List.copyOf(open.entrySet())) {
        if (dueNanos - entry.getValue().firstDueNanos >= MAX_WAIT_NANOS) {
          complete.add(close(entry.getKey()));
        }
      }
    }
    ItemKind kind = ItemKind.of(item);
    Open batch = open.get(kind);
    if (batch != null && batch.bytes + item.bytes() > MAX_BYTES) {
      complete.add(close(kind));
      batch = null;
    }
    if (batch == null) {
      batch = new Open();
      batch.firstDueNanos = dueNanos;
      open.put(kind, batch);
    }
    batch.items.add(item);
    batch.bytes += item.bytes();
    if (batch.items.size() >= maxItems) {
      complete.add(close(kind));
    }
    return complete;
  }

  /** The batches that are left at the end. */
  Collection<Batch> finish() {
    List<Batch> left = new ArrayList<>();
    for (ItemKind kind : List.copyOf(open.keySet())) {
      left.add(close(kind));
    }
    return left;
  }

  private Batch close(ItemKind kind) {
    return Batch.of(kind, "replay-" + run + "-" + sequence++, open.remove(kind).items);
  }
}
