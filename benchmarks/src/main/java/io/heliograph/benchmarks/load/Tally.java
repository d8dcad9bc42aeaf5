/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

/**
 * What came of a load.
 *
 * @param accepted spans that the target said it took
 * @param rejected spans that the target refused
 * @param failed spans of requests that were given up
 * @param retries requests that were sent again
 * @param seconds from the first request to the last answer
 * @param failure why the first request was given up; empty if none was
 */
public record Tally(
    long accepted, long rejected, long failed, long retries, double seconds, String failure) {
  /** Accepted spans per second. */
  public double rate() {
    return seconds == 0 ? 0 : accepted / seconds;
  }
}
