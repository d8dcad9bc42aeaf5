/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was longest unused when it gets too large, and counts it. */
final class RecentNames<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int most;
  private long forgotten;

  RecentNames(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  long forgotten() {
    return forgotten;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    if (size() <= most) {
      return false;
    }
    forgotten++;
    return true;
  }
}
