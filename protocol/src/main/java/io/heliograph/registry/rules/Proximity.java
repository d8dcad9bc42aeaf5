/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliograph.registry.catalog.Location;

/**
 * What is near to the caller comes first.
 *
 * @param level what counts as near; {@code none} for no difference
 * @param mode how
 * @param factor in mode {@code weight} the weight of an instance is multiplied by it for each step
 *     that it is further away; above 0, at most 1
 */
public record Proximity(Level level, Mode mode, double factor) {
  public static final Proximity NONE = new Proximity(null, null, 0);

  /** The nearest place that makes a difference. */
  public enum Level {
    @JsonProperty("none")
    NONE,
    @JsonProperty("city")
    CITY,
    @JsonProperty("center")
    CENTER,
    @JsonProperty("room")
    ROOM
  }

  /** How nearness acts. */
  public enum Mode {
    /** Farther instances get calls only if no nearer one can take them. */
    @JsonProperty("priority")
    PRIORITY,
    /** Farther instances get fewer calls. */
    @JsonProperty("weight")
    WEIGHT
  }

  private static final double NO_DIFFERENCE = 1;

  public Proximity {
    level = level == null ? Level.NONE : level;
    mode = mode == null ? Mode.PRIORITY : mode;
    factor = factor == 0 ? NO_DIFFERENCE : factor;
  }

  /**
   * How many steps a place is away: 0 if it is in the caller's room, center or city (as the level
   * says), then one for each larger place. A place that is not known is near to nothing.
   */
  int steps(Location caller, Location place) {
    return switch (level) {
      case NONE -> 0;
      case CITY -> sameCity(caller, place) ? 0 : 1;
      case CENTER -> sameCenter(caller, place) ? 0 : 1 + (sameCity(caller, place) ? 0 : 1);
      case ROOM ->
          sameRoom(caller, place)
              ? 0
              : sameCenter(caller, place) ? 1 : 2 + (sameCity(caller, place) ? 0 : 1);
    };
  }

  private static boolean sameCity(Location one, Location other) {
    return !one.city().isEmpty() && one.city().equals(other.city());
  }

  private static boolean sameCenter(Location one, Location other) {
    return !one.center().isEmpty()
        && one.center().equals(other.center())
        && one.city().equals(other.city());
  }

  private static boolean sameRoom(Location one, Location other) {
    return !one.room().isEmpty() && one.equals(other);
  }
}
