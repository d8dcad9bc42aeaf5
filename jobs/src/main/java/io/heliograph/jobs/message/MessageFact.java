/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.keyed.Keys;
import io.heliograph.jobs.keyed.Origin;

/**
 * A step in the life of a message.
 *
 * @param service the producer or the consumer, by kind
 * @param group empty for PRODUCED
 * @param timeMillis by the sender's clock; log time if it did not say
 * @param attempt at least 1
 */
public record MessageFact(
    Origin origin,
    Kind kind,
    String messageId,
    String topic,
    String key,
    String tag,
    String lane,
    String service,
    String group,
    long timeMillis,
    long attempt) {

  /** What happened. */
  public enum Kind {
    /** It was sent. */
    PRODUCED,
    /** It was handed to a consumer. */
    DELIVERED,
    /** A consumer is done with it. */
    CONSUMED,
    /** This attempt failed. */
    FAILED,
    /** It was given up. */
    DEAD_LETTERED
  }

  String traceKey() {
    return Keys.of(messageId);
  }
}
