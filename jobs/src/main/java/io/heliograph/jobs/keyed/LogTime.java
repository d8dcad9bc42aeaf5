/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

/**
 * The time by which the keyed jobs judge: when a record reached Kafka. Clocks of senders play no
 * part in it, and a replay sees what the first reading saw.
 */
public final class LogTime {
  private static final long MAX_AHEAD_MILLIS = 60_000;

  private LogTime() {}

  /**
   * The log time of a record: its Kafka timestamp, except that a timestamp over a minute ahead of
   * our own clock counts as now. Only a foreign producer with a wrong clock writes one, and it must
   * not carry the watermark into the future with it.
   */
  public static long of(long kafkaTimestampMillis, long nowMillis) {
    return kafkaTimestampMillis > nowMillis + MAX_AHEAD_MILLIS ? nowMillis : kafkaTimestampMillis;
  }

  /**
   * A sender's time as Unix milliseconds. Zero means "not said" and becomes {@code orElseMillis};
   * what does not fit (after the year 2262) becomes the last instant that does.
   */
  public static long millis(long senderUnixNanos, long orElseMillis) {
    if (senderUnixNanos == 0) {
      return orElseMillis;
    }
    return (senderUnixNanos < 0 ? Long.MAX_VALUE : senderUnixNanos) / 1_000_000;
  }
}
