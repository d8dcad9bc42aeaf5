/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The accepted records of a request in their order, as places in the request's bytes. */
final class Records {
  private final List<Frame> frames = new ArrayList<>();
  private int[] frameOf = new int[64];
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int[] partition = new int[64];
  private boolean[] untimed = new boolean[64];
  private int size;

  void add(Frame frame, int start, int end, int recordPartition, boolean lacksTime) {
    if (size == from.length) {
      grow(size * 2);
    }
    frameOf[size] = id(frame);
    from[size] = start;
    to[size] = end;
    partition[size] = recordPartition;
    untimed[size] = lacksTime;
    size++;
  }

  private int id(Frame frame) {
    if (frame.id == Frame.NONE) {
      if (frame.parent != null) {
        id(frame.parent);
      }
      frame.id = frames.size();
      frames.add(frame);
    }
    return frame.id;
  }

  private void grow(int capacity) {
    frameOf = Arrays.copyOf(frameOf, capacity);
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
    partition = Arrays.copyOf(partition, capacity);
    untimed = Arrays.copyOf(untimed, capacity);
  }

  /** The indices of all records, those of one partition together, each in the request's order. */
  int[] byPartition(int partitions) {
    int[] next = new int[partitions + 1];
    for (int i = 0; i < size; i++) {
      next[partition[i] + 1]++;
    }
    for (int p = 0; p < partitions; p++) {
      next[p + 1] += next[p];
    }
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[next[partition[i]]++] = i;
    }
    return order;
  }

  int size() {
    return size;
  }

  int frameCount() {
    return frames.size();
  }

  Frame frame(int id) {
    return frames.get(id);
  }

  int frameOf(int record) {
    return frameOf[record];
  }

  int partition(int record) {
    return partition[record];
  }

  int from(int record) {
    return from[record];
  }

  int to(int record) {
    return to[record];
  }

  boolean lacksTime(int record) {
    return untimed[record];
  }
}
