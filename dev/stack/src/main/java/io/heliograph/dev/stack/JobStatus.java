/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

/**
 * What a person wants to know of a job.
 *
 * @param state Flink's name of its state, or LOST while the JobManager does not know it
 * @param healthy whether all its tasks run
 * @param checkpointAgeMillis since its newest checkpoint; -1 if there is none
 * @param lag records in Kafka it has not committed; -1 if unknown
 * @param resubmissions how often the stack submitted it again
 * @param detail why it is not healthy, or where it carried on from
 */
record JobStatus(
    String name,
    String id,
    String state,
    boolean healthy,
    long checkpointAgeMillis,
    long lag,
    int resubmissions,
    String detail) {

  static JobStatus waiting(String name) {
    return new JobStatus(name, "", "WAITING", false, -1, -1, 0, "");
  }
}
