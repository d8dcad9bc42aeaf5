/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The time in which spans and logs belong to one trace, though its id may have been used before or
 * after: until half-way to the neighbours.
 *
 * @param fromNanos Unix time
 * @param toNanos Unix time, not in it
 */
record Period(long fromNanos, long toNanos) {
  /** Logs are written by other clocks, and some are late. */
  private static final long MARGIN_NANOS = TimeUnit.HOURS.toNanos(1);

  /** What may be stored at all: years 1970 to 2262. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000L - 7_200;

  /** A margin around seconds of Unix time. */
  static Period around(long firstSecond, long lastSecond) {
    long first = Math.max(0, Math.min(firstSecond, MAX_SECONDS));
    long last = Math.max(first, Math.min(lastSecond + 1, MAX_SECONDS));
    return new Period(
        Math.max(0, TimeUnit.SECONDS.toNanos(first) - MARGIN_NANOS),
        TimeUnit.SECONDS.toNanos(last) + MARGIN_NANOS);
  }

  /** This period as far as it is nearer to one of several traces than to the others. */
  Period nearest(List<Verdict> byStart, int index) {
    Verdict chosen = byStart.get(index);
    long from = fromNanos;
    long to = toNanos;
    if (index > 0) {
      Verdict before = byStart.get(index - 1);
      from = middle(before.startNanos() + before.durationNanos(), chosen.startNanos());
    }
    if (index < byStart.size() - 1) {
      to =
          middle(chosen.startNanos() + chosen.durationNanos(), byStart.get(index + 1).startNanos());
    }
    return new Period(from, Math.max(from, to));
  }

  /** The day of a time, as {@code traces} counts days. */
  static LocalDate day(long nanos) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(0, nanos), ZoneOffset.UTC);
  }

  private static long middle(long a, long b) {
    return a + (b - a) / 2;
  }
}
