/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

/**
 * A job as the JobManager lists it.
 *
 * @param state Flink's name: INITIALIZING, CREATED, RUNNING, FAILING, FAILED, CANCELLING, CANCELED,
 *     FINISHED, RESTARTING, SUSPENDED or RECONCILING
 * @param startMillis when it was submitted, milliseconds since the epoch
 * @param tasksRunning tasks in state RUNNING; a job is at work only when all of them are
 * @param tasksTotal all its tasks
 */
public record FlinkJob(
    String id, String name, String state, long startMillis, int tasksRunning, int tasksTotal) {

  /** Whether every task is at work. */
  public boolean isRunning() {
    return state.equals("RUNNING") && tasksRunning == tasksTotal;
  }

  /** Whether it will never run again. */
  public boolean isEnded() {
    return state.equals("FAILED") || state.equals("CANCELED") || state.equals("FINISHED");
  }
}
