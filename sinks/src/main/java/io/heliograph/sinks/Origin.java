/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/**
 * The Kafka record that rows come from.
 *
 * @param timestampMillis Unix time of the record
 */
record Origin(String signal, String topic, int partition, long offset, long timestampMillis) {
  /** Of rows whose encoder named none. */
  static final Origin NONE = unknownAt(0);

  /** Of a dead letter whose encoder named none: it was found at that time. */
  static Origin unknownAt(long timeMillis) {
    return new Origin("", "", -1, -1, timeMillis);
  }

  boolean isKnown() {
    return !signal.isEmpty();
  }
}
