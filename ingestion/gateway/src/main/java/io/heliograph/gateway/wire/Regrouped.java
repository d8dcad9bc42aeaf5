/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A request cut into fragments. They are encoded one at a time, so that a caller who sends one
 * before it asks for the next never holds the request twice.
 */
public final class Regrouped {
  private final byte[] data;
  private final Records records;
  private final int[] order;
  private final List<Fragment> fragments;
  private final Rejections rejections;

  private Regrouped(
      byte[] data, Records records, int[] order, List<Fragment> fragments, Rejections rejections) {
    this.data = data;
    this.records = records;
    this.order = order;
    this.fragments = fragments;
    this.rejections = rejections;
  }

  static Regrouped of(byte[] data, Records records, Rejections rejections, int partitions) {
    int[] order = records.byPartition(partitions);
    return new Regrouped(data, records, order, plan(records, order), rejections);
  }

  /** Fills one fragment after the other, closing it when the next record might not fit. */
  private static List<Fragment> plan(Records records, int[] order) {
    List<Fragment> fragments = new ArrayList<>();
    int[] lastUse = new int[records.frameCount()];
    int first = 0;
    while (first < order.length) {
      int partition = records.partition(order[first]);
      Fragment last = fragments.isEmpty() ? null : fragments.get(fragments.size() - 1);
      int ordinal = last != null && last.partition() == partition ? last.ordinal() + 1 : 0;
      int use = fragments.size() + 1;
      int bytes = 0;
      int next = first;
      while (next < order.length && records.partition(order[next]) == partition) {
        int cost = cost(records, order[next], lastUse, use);
        if (next > first && bytes + cost > Regrouping.MAX_FRAGMENT_BYTES) {
          break;
        }
        open(records, order[next], lastUse, use);
        bytes += cost;
        next++;
      }
      fragments.add(new Fragment(partition, ordinal, next - first, bytes, first, next));
      first = next;
    }
    return List.copyOf(fragments);
  }

  private static int cost(Records records, int record, int[] lastUse, int use) {
    int cost = FragmentWriter.size(records, record);
    Frame frame = records.frame(records.frameOf(record));
    for (; frame.parent != null && lastUse[frame.id] != use; frame = frame.parent) {
      cost += frame.cost();
    }
    return cost;
  }

  private static void open(Records records, int record, int[] lastUse, int use) {
    Frame frame = records.frame(records.frameOf(record));
    for (; frame.parent != null && lastUse[frame.id] != use; frame = frame.parent) {
      lastUse[frame.id] = use;
    }
  }

  /** The fragments by partition, then ordinal. */
  public List<Fragment> fragments() {
    return fragments;
  }

  /** Records in all fragments. */
  public int accepted() {
    return records.size();
  }

  /** Records in none. */
  public Rejections rejections() {
    return rejections;
  }

  /** Upper bound of the bytes of all fragments. */
  public long bytes() {
    long bytes = 0;
    for (Fragment fragment : fragments) {
      bytes += fragment.bytes();
    }
    return bytes;
  }

  /**
   * A fragment as an OTLP export request.
   *
   * @param arrivedNanos time since 1970 that log records without any time get as their observed
   *     time
   */
  public byte[] encode(Fragment fragment, long arrivedNanos) {
    return FragmentWriter.write(data, records, order, fragment, arrivedNanos);
  }
}
