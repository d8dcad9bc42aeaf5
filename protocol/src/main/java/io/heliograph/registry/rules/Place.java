/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Location;

/**
 * A city, a center or a room; what is empty is any. A room is told by its center, since others may
 * have one of the same name.
 */
public record Place(String city, String center, String room) {
  public Place {
    city = city == null ? "" : city;
    center = center == null ? "" : center;
    room = room == null ? "" : room;
  }

  boolean holds(Location location) {
    return (city.isEmpty() || city.equals(location.city()))
        && (center.isEmpty() || center.equals(location.center()))
        && (room.isEmpty() || room.equals(location.room()));
  }
}
