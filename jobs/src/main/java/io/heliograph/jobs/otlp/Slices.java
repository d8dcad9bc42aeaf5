/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import java.util.Arrays;

/** A growing list of places in a fragment, reused from row to row. */
public final class Slices {
  private int[] places = new int[32];
  private int size;

  /** Makes it empty. */
  public void clear() {
    size = 0;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  void add(int from, int length) {
    if (2 * size == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[2 * size] = from;
    places[2 * size + 1] = length;
    size++;
  }

  int from(int index) {
    return places[2 * index];
  }

  int length(int index) {
    return places[2 * index + 1];
  }
}
