/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.util.PriorityQueue;

/**
 * Sorts a nearly sorted stream in bounded memory: holds the last rows read and gives out the
 * earliest. Rows of equal time keep their order. A row displaced further than the window comes out
 * late, but comes out.
 */
final class ReorderWindow<T> {
  private record Entry<T>(long time, long number, T row) implements Comparable<Entry<T>> {
    @Override
    public int compareTo(Entry<T> other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final int size;
  private final PriorityQueue<Entry<T>> rows = new PriorityQueue<>();
  private long added;

  ReorderWindow(int size) {
    this.size = size;
  }

  boolean isFull() {
    return rows.size() >= size;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void add(long time, T row) {
    rows.add(new Entry<>(time, added++, row));
  }

  T removeEarliest() {
    return rows.remove().row();
  }
}
