/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Decisions of a limiter, summed by second, rule and key. A second is handed out once, after it has
 * ended; what is counted for a second already handed out goes to the next one, since a second
 * report would replace the first. Bounded: over {@code maxKeys} open sums, decisions are counted as
 * overflow.
 */
final class UsageWindows {
  /** The sum of one second, rule and key. */
  record Window(long second, String rule, String key, long limit, long admitted, long denied) {}

  private record Place(long second, String rule, String key) {}

  private final int maxKeys;
  private final Map<Place, Window> open = new HashMap<>();
  private long closedBefore = Long.MIN_VALUE;
  private long overflow;

  UsageWindows(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  synchronized boolean count(
      long second, String rule, String key, long limit, long admitted, long denied) {
    if (closedBefore == Long.MAX_VALUE) {
      overflow++; // after close nobody comes for it
      return false;
    }
    Place place = new Place(Math.max(second, closedBefore), rule, key);
    Window sum = open.get(place);
    if (sum == null) {
      if (open.size() >= maxKeys) {
        overflow++;
        return false;
      }
      sum = new Window(place.second(), rule, key, limit, 0, 0);
    }
    open.put(
        place,
        new Window(
            place.second(), rule, key, limit, sum.admitted() + admitted, sum.denied() + denied));
    return true;
  }

  /** Hands out and forgets the sums of all seconds before this one. */
  synchronized List<Window> closeBefore(long second) {
    closedBefore = Math.max(closedBefore, second);
    List<Window> closed = new ArrayList<>();
    for (Iterator<Window> i = open.values().iterator(); i.hasNext(); ) {
      Window window = i.next();
      if (window.second() < closedBefore) {
        closed.add(window);
        i.remove();
      }
    }
    return closed;
  }

  synchronized long overflow() {
    return overflow;
  }
}
