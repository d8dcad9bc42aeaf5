/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

/**
 * What became of the records given to a reporter, counted in records. Always:
 *
 * <pre>reported = accepted + rejected + dropped() + pending</pre>
 *
 * @param reported calls of {@code report}
 * @param accepted acknowledged by Kafka, says the gateway
 * @param rejected refused by the gateway for good, with a reason that was logged
 * @param droppedQueueFull the queue had no room for them
 * @param droppedTooLarge larger than one request may be
 * @param droppedExpired not acknowledged within the time for repeats
 * @param droppedRefused the gateway refuses the call itself (permission, unknown method, size)
 * @param droppedAtClose reported after close, or still unacknowledged when its timeout ran out
 * @param pending waiting to be sent or for an answer
 * @param retries requests sent again
 * @param streams streams opened
 */
public record ReporterStats(
    long reported,
    long accepted,
    long rejected,
    long droppedQueueFull,
    long droppedTooLarge,
    long droppedExpired,
    long droppedRefused,
    long droppedAtClose,
    long pending,
    long retries,
    long streams) {

  /** All records dropped on this side. */
  public long dropped() {
    return droppedQueueFull + droppedTooLarge + droppedExpired + droppedRefused + droppedAtClose;
  }
}
