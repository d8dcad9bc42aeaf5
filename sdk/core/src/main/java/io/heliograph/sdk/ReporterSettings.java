/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import java.time.Duration;

/**
 * Limits of a reporter, checked once.
 *
 * @param maxQueuedRecords records waiting to be sent, at most
 * @param maxQueuedBytes encoded bytes waiting to be sent, at most
 * @param maxBatchRecords records in one request, at most
 * @param maxBatchBytes encoded bytes in one request, at most
 * @param maxInFlight requests sent and not yet acknowledged, at most
 * @param linger how long a record may wait for others to share its request
 * @param ackTimeout a request unanswered for so long breaks the stream and is sent again
 * @param firstBackoff pause before the first repeat; doubles with each further one
 * @param maxBackoff the longest pause
 * @param retryFor a request not acknowledged for so long after its first send is dropped. Must stay
 *     under the 10 minutes for which the pipeline remembers idempotency keys
 */
record ReporterSettings(
    int maxQueuedRecords,
    long maxQueuedBytes,
    int maxBatchRecords,
    long maxBatchBytes,
    int maxInFlight,
    Duration linger,
    Duration ackTimeout,
    Duration firstBackoff,
    Duration maxBackoff,
    Duration retryFor) {

  /** How long the pipeline remembers an idempotency key. */
  static final Duration KEY_MEMORY = Duration.ofMinutes(10);

  static final ReporterSettings DEFAULTS =
      new ReporterSettings(
          10_000,
          8L << 20,
          500,
          512L << 10,
          4,
          Duration.ofMillis(200),
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));

  ReporterSettings {
    inRange("maxQueuedRecords", maxQueuedRecords, 1, 10_000_000);
    inRange("maxQueuedBytes", maxQueuedBytes, 1_024, 1L << 32);
    inRange("maxBatchRecords", maxBatchRecords, 1, 100_000);
    inRange("maxBatchBytes", maxBatchBytes, 1_024, 4L << 20);
    inRange("maxInFlight", maxInFlight, 1, 1_000);
    inRange("linger", linger, Duration.ZERO, Duration.ofMinutes(1));
    inRange("ackTimeout", ackTimeout, Duration.ofMillis(10), Duration.ofMinutes(5));
    inRange("firstBackoff", firstBackoff, Duration.ofMillis(1), Duration.ofMinutes(1));
    inRange("maxBackoff", maxBackoff, firstBackoff, Duration.ofMinutes(5));
    inRange("retryFor", retryFor, Duration.ofMillis(10), KEY_MEMORY.minusSeconds(1));
  }

  private static void inRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", is " + value);
    }
  }

  private static void inRange(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", is " + value);
    }
  }
}
