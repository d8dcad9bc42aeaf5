/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Location;
import java.util.List;

/**
 * What to do about places in trouble.
 *
 * @param drained places that get no calls
 * @param overflowBelowPercent when less than this share of the weight of a place (as proximity
 *     tells places apart) is healthy, it keeps only as much of its traffic as its healthy share is
 *     of this one, and the rest overflows to the next nearest; 0 for none, to 100
 */
public record Failover(List<Place> drained, int overflowBelowPercent) {
  public static final Failover NONE = new Failover(null, 0);

  public Failover {
    drained = Absent.toEmpty(drained);
  }

  /** The index of the first drained place that holds a location, -1 if none does. */
  int drained(Location location) {
    for (int i = 0; i < drained.size(); i++) {
      if (drained.get(i).holds(location)) {
        return i;
      }
    }
    return -1;
  }
}
