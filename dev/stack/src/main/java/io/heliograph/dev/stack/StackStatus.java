/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessState;
import io.heliograph.dev.stack.process.ProcessStatus;
import java.util.List;
import java.util.Map;

/**
 * The whole stack at one moment.
 *
 * @param healthy whether every process and every job is well
 * @param activity what the supervisor is at; empty if it only watches
 * @param failure why the start failed; empty if it did not
 * @param supervisorPid the process that answers
 * @param supervisorMetricsPort where it serves its own metrics, and is commanded
 * @param residentBytes memory of all processes and the supervisor together
 * @param endpoints where it can be reached, by what for
 */
record StackStatus(
    Phase phase,
    boolean healthy,
    String activity,
    String failure,
    long supervisorPid,
    int supervisorMetricsPort,
    long residentBytes,
    List<ProcessStatus> processes,
    List<StepStatus> steps,
    List<JobStatus> jobs,
    Map<String, String> endpoints) {

  /** Where the stack is in its life. */
  enum Phase {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED
  }

  static boolean allWell(List<ProcessStatus> processes, List<JobStatus> jobs) {
    return processes.stream().allMatch(p -> p.state() == ProcessState.HEALTHY)
        && jobs.stream().allMatch(JobStatus::healthy);
  }
}
