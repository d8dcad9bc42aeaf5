/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The instances that this node probes, each at a place of a ring that its hash gives it: whoever
 * goes round the ring at an even speed probes each once in a turn, not all at once, and each at the
 * same place whoever else comes and goes. Immutable.
 */
final class Roster {
  /** Length of the ring. */
  static final long TURN = 1L << 32;

  /** Left free at its end, so that places that would be the same can be moved on by one. */
  private static final long SPARE = 1L << 24;

  static final Roster EMPTY = new Roster(List.of());

  private final Target[] targets;
  private final long[] places;

  Roster(List<Target> chosen) {
    targets = chosen.toArray(Target[]::new);
    Arrays.sort(
        targets,
        Comparator.comparingLong((Target target) -> place(target.hash()))
            .thenComparing(Target::id)
            .thenComparing(Target::service));
    places = new long[targets.length];
    for (int i = 0; i < targets.length; i++) {
      long place = place(targets[i].hash());
      places[i] = i == 0 ? place : Math.max(place, places[i - 1] + 1);
    }
  }

  private static long place(long hash) {
    return ((hash >>> 33) * (TURN - SPARE)) >>> 31;
  }

  int size() {
    return targets.length;
  }

  /**
   * How far it is to the next instance.
   *
   * @param position turns times {@link #TURN}, and the place
   * @return its position, this one or later; the greatest number if there is none
   */
  long next(long position) {
    if (targets.length == 0) {
      return Long.MAX_VALUE;
    }
    int index = indexOf(position & (TURN - 1));
    long turn = position & -TURN;
    return index < places.length ? turn + places[index] : turn + TURN + places[0];
  }

  /** The instance at a position that {@link #next} has given. */
  Target at(long position) {
    return targets[indexOf(position & (TURN - 1))];
  }

  /** How many there are from one position to before another, each as often as it comes. */
  long between(long from, long to) {
    long turns = (to - from) / TURN;
    long rest = from + turns * TURN;
    int first = indexOf(rest & (TURN - 1));
    int last = indexOf(to & (TURN - 1));
    boolean sameTurn = (rest & -TURN) == (to & -TURN);
    return turns * targets.length + last - first + (sameTurn ? 0 : targets.length);
  }

  /** The first that is there or later. */
  private int indexOf(long place) {
    int found = Arrays.binarySearch(places, place);
    return found >= 0 ? found : -found - 1;
  }
}
