/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The refused records of a request, grouped by reason in the order of their first occurrence. */
public final class Rejections {
  /** Bytes kept of a refused record. */
  public static final int SAMPLE_BYTES = 4_096;

  private final List<Rejected> groups = new ArrayList<>();
  private long total;

  Rejections() {}

  /** Counts {@code count} records, of which the first lies at {@code from} in {@code data}. */
  void add(Reason reason, long value, long count, byte[] data, int from, int to) {
    total += count;
    for (int i = 0; i < groups.size(); i++) {
      Rejected group = groups.get(i);
      if (group.reason().equals(reason)) {
        groups.set(i, new Rejected(reason, group.detail(), group.count() + count, group.sample()));
        return;
      }
    }
    byte[] sample = Arrays.copyOfRange(data, from, Math.min(to, from + SAMPLE_BYTES));
    groups.add(new Rejected(reason, reason.describe(value), count, sample));
  }

  /** How many records were refused. */
  public long total() {
    return total;
  }

  /** One entry per reason. */
  public List<Rejected> groups() {
    return groups;
  }

  /** What the sender is told: every reason with its count. Empty if nothing was refused. */
  public String message() {
    StringBuilder text = new StringBuilder();
    for (Rejected group : groups) {
      text.append(text.isEmpty() ? "" : "; ").append(group.count()).append(" refused: ");
      text.append(group.detail());
    }
    return text.toString();
  }
}
