/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

/**
 * How far a release got at an instance, which is also its row.
 *
 * @param receivedMillis the earliest such time; 0 not yet
 * @param appliedMillis the earliest such time; 0 not yet
 * @param decidedMillis by the instance's clock, of the fact that gave the status; 0 if none did
 * @param status received, applied or rejected
 * @param touchedMillis log time of the last fact
 */
public record ArrivalState(
    String releaseId,
    String app,
    String instanceId,
    long receivedMillis,
    long appliedMillis,
    long decidedMillis,
    String status,
    String error,
    long touchedMillis,
    long revision) {

  /**
   * The value of column {@code received_at}. An instance that decided has received, also when the
   * fact of that has not come.
   */
  long receivedBy() {
    return receivedMillis == 0 ? decidedMillis : receivedMillis;
  }
}
