/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.jobs.trace.TraceJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.awaitility.Awaitility;

/**
 * A process that runs the trace job on one TaskManager of two slots, within the heap that the JVM
 * was given, and ends with an exit code of 3 as soon as the job restarts.
 */
final class SmallCluster {
  private static final int RESTARTED = 3;

  private SmallCluster() {}

  /** Arguments: a directory for checkpoints, then those of the job. */
  public static void main(String[] args) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, Path.of(args[0]).toUri().toString());
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
    try (MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build())) {
      cluster.start();
      TestStreamEnvironment.setAsContext(cluster, 2);
      Thread watch = new Thread(() -> watch(cluster), "watch");
      watch.setDaemon(true);
      watch.start();
      TraceJob.main(Arrays.copyOfRange(args, 1, args.length));
    }
  }

  private static void watch(MiniCluster cluster) {
    Awaitility.await()
        .forever()
        .pollInterval(Duration.ofMillis(500))
        .until(() -> hasRestarted(cluster));
    Runtime.getRuntime().halt(RESTARTED);
  }

  private static boolean hasRestarted(MiniCluster cluster) throws Exception {
    for (JobStatusMessage job : cluster.listJobs().get()) {
      AccessExecutionGraph graph = cluster.getExecutionGraph(job.getJobId()).get();
      if (graph.getStatusTimestamp(JobStatus.RESTARTING) > 0) {
        return true;
      }
    }
    return false;
  }
}
