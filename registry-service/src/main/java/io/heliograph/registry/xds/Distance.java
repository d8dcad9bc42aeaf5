/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.Location;

/** How far an instance is from a client: the nearest that can be called gets all calls. */
enum Distance {
  SAME_ROOM,
  SAME_CENTER,
  SAME_CITY,
  ELSEWHERE;

  /**
   * Compares two places. A room is the same if its center and its city are, a center if its city
   * is; what is not known is the same as nothing.
   */
  static Distance between(Location client, Location instance) {
    if (!client.city().equals(instance.city())) {
      return ELSEWHERE;
    }
    Distance inCity = client.city().isEmpty() ? ELSEWHERE : SAME_CITY;
    if (!client.center().equals(instance.center())) {
      return inCity;
    }
    Distance inCenter = client.center().isEmpty() ? inCity : SAME_CENTER;
    boolean sameRoom = !client.room().isEmpty() && client.room().equals(instance.room());
    return sameRoom ? SAME_ROOM : inCenter;
  }
}
