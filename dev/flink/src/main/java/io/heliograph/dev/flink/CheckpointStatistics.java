/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.util.Optional;

/**
 * The checkpoints of one life of a job.
 *
 * @param completed how many completed
 * @param failed how many failed
 * @param restores how often it was restored, also at its start
 * @param latest the newest completed one that is not a savepoint
 * @param savepoint where the newest savepoint lies, as a URI; a job that finished has nothing else
 */
public record CheckpointStatistics(
    long completed,
    long failed,
    long restores,
    Optional<Completed> latest,
    Optional<String> savepoint) {

  /**
   * A completed checkpoint.
   *
   * @param path where it lies, as a URI
   * @param completedMillis when its last acknowledgement came, milliseconds since the epoch
   * @param durationMillis from its trigger to its last acknowledgement
   * @param bytes size of its state
   */
  public record Completed(
      long id, String path, long completedMillis, long durationMillis, long bytes) {}
}
