/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import org.HdrHistogram.Histogram;

/**
 * What became of the requests of a phase. Each one sent ends in done or failed.
 *
 * @param done units of work that were acknowledged, such as renewals
 * @param failed units that were not
 * @param retries requests sent again since their connection had ended
 * @param seconds from the first request to the last answer
 * @param micros by request: from when it was due until it was answered
 * @param failure of the first that failed; empty if none did
 */
record Outcome(
    long done, long failed, long retries, double seconds, Histogram micros, String failure) {
  /** Values are kept to three digits, up to a minute. */
  static Histogram histogram() {
    return new Histogram(1, 60_000_000, 3);
  }

  /** What a histogram takes: the nearest it can show. */
  static long microsOf(long nanos) {
    return Math.max(1, Math.min(60_000_000, nanos / 1_000));
  }

  double perSecond() {
    return seconds == 0 ? 0 : done / seconds;
  }

  double p99Millis() {
    return micros.getValueAtPercentile(99) / 1e3;
  }
}
