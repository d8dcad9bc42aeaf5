/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.jobs.Fragment;

/**
 * Where on Kafka an event was read.
 *
 * @param timestampMillis log time: when the event reached Kafka, by {@link LogTime}
 */
public record Origin(String topic, int partition, long offset, long timestampMillis) {
  /** The place of a fragment read at {@code nowMillis}. */
  public static Origin of(Fragment fragment, long nowMillis) {
    return new Origin(
        fragment.topic(),
        fragment.partition(),
        fragment.offset(),
        LogTime.of(fragment.timestampMillis(), nowMillis));
  }
}
