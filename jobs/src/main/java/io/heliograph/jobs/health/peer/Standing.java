/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

/**
 * How an instance does beside the others of its service.
 *
 * @param millis log time of the comparison
 * @param errorPeers instances whose error rates were compared, itself included; 0 if too few had
 *     enough calls
 * @param errorRate its own, 0 to 1
 * @param peerErrorRate the median
 * @param errorLoss share of its score it loses by it, 0 to {@link PeerRules#MAX_LOSS}
 * @param latencyPeers instances whose latencies were compared, itself included; 0 if too few
 * @param latencyNanos its 90th percentile
 * @param peerLatencyNanos the median of those
 * @param latencyLoss share of its score it loses by it, 0 to {@link PeerRules#MAX_LOSS}
 */
public record Standing(
    long millis,
    int errorPeers,
    double errorRate,
    double peerErrorRate,
    double errorLoss,
    int latencyPeers,
    long latencyNanos,
    long peerLatencyNanos,
    double latencyLoss) {
  /** Longer than the slowest refresh: without it nothing is known of the peers any more. */
  private static final long FRESH_MILLIS = 90_000;

  /** Of an instance that was never compared. */
  public static final Standing UNKNOWN = new Standing(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether it still says something. */
  public boolean fresh(long nowMillis) {
    return nowMillis - millis <= FRESH_MILLIS;
  }
}
