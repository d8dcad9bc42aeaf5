/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import java.util.function.Consumer;

/** Where accepted records go. Thread-safe. */
public interface Publisher {
  /**
   * How many partitions a topic has, or 0 if it cannot take records now, for the reason that {@link
   * #trouble} gives.
   */
  int partitions(String topic);

  /** Why a topic has no partitions. */
  String trouble(String topic);

  /**
   * Sends a record. May block shortly, when the log's buffers are full.
   *
   * @param acknowledged called exactly once, on any thread: with null once the record is stored
   *     durably, else with the failure
   */
  void send(Outgoing record, Consumer<Exception> acknowledged);
}
