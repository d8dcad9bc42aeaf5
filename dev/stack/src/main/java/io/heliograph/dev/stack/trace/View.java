/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.time.ZoneId;

/**
 * How a trace is shown.
 *
 * @param width of the terminal in cells, from {@link #MIN_WIDTH} to {@link #MAX_WIDTH}
 * @param zone of the times
 * @param colours whether it is a terminal that has them
 * @param maxSpans lines of the tree
 */
public record View(int width, ZoneId zone, boolean colours, int maxSpans) {
  /** What the columns need. */
  public static final int MIN_WIDTH = 60;

  /** Bars get no more telling beyond. */
  public static final int MAX_WIDTH = 500;

  public View {
    if (width < MIN_WIDTH || width > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "--width is %d, but must be from %d to %d".formatted(width, MIN_WIDTH, MAX_WIDTH));
    }
    if (maxSpans < 1) {
      throw new IllegalArgumentException("--spans is " + maxSpans + ", but must be at least 1");
    }
  }
}
