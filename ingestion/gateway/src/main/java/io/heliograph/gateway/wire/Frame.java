/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import java.util.Arrays;

/**
 * A container met on the walk: what is needed to open it again in a fragment. It gets an id when
 * its first record is accepted; ids therefore ascend from parents to children and from one sibling
 * to the next.
 */
final class Frame {
  static final int NONE = -1;

  /** Most a container adds to a fragment beside its header: a two-byte tag and its length. */
  private static final int OVERHEAD_BYTES = 7;

  final Frame parent;
  final int tag;
  int id = NONE;

  /** Partition hash for records without one of their own. */
  int route;

  private int[] ranges = new int[4];
  private int rangeCount;
  private int headerBytes;

  Frame(Frame parent, int tag) {
    this.parent = parent;
    this.tag = tag;
    this.route = parent == null ? 0 : parent.route;
  }

  void addHeader(int from, int to) {
    headerBytes += to - from;
    if (rangeCount > 0 && ranges[2 * rangeCount - 1] == from) {
      ranges[2 * rangeCount - 1] = to;
      return;
    }
    if (2 * rangeCount == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * ranges.length);
    }
    ranges[2 * rangeCount] = from;
    ranges[2 * rangeCount + 1] = to;
    rangeCount++;
  }

  int headerBytes() {
    return headerBytes;
  }

  int rangeCount() {
    return rangeCount;
  }

  int rangeFrom(int range) {
    return ranges[2 * range];
  }

  int rangeTo(int range) {
    return ranges[2 * range + 1];
  }

  /** Bytes this container costs a fragment at most, without its parents. */
  int cost() {
    return headerBytes + OVERHEAD_BYTES;
  }

  /** Bytes this container and its parents cost a fragment at most. */
  int costToRoot() {
    int cost = 0;
    for (Frame frame = this; frame.parent != null; frame = frame.parent) {
      cost += frame.cost();
    }
    return cost;
  }
}
