/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.ServiceTraffic;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.RestoredCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint from when the job read the spans themselves. */
class HealthRestoreTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  @TempDir Path savepoints;

  /** Goes on for longer than the test. */
  private static Source<Fragment, ?, ?> slowly(String topic, byte[] value) {
    Batches batches = new Batches(topic);
    for (int second = 0; second < 600; second++) {
      batches.add(START + second * 1_000L, 0, "", value);
    }
    return batches.failingSource(1);
  }

  private static StreamExecutionEnvironment job(Configuration conf) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    byte[] beats = HeartbeatBatch.getDefaultInstance().toByteArray();
    HealthPipeline.define(
        env,
        new HealthPipeline.Sources(
            slowly(Signal.HEARTBEATS.topic(), beats),
            slowly(Signal.PROBES.topic(), beats),
            slowly(Topics.TRAFFIC, ServiceTraffic.getDefaultInstance().toByteArray())),
        HealthLimits.defaults(),
        new DiscardingSink<>(),
        new DiscardingSink<>());
    return env;
  }

  private String savepointOfAFormerVersion() throws Exception {
    StreamExecutionEnvironment env = job(JobEnvironment.configuration(Flink.settings()));
    env.fromSource(
            slowly(Signal.SPANS.topic(), new byte[0]),
            WatermarkStrategy.noWatermarks(),
            "spans-source")
        .uid("spans-source")
        .sinkTo(new DiscardingSink<>())
        .uid("spans-sink");
    JobClient former = env.executeAsync();
    String savepoint =
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions() // some task does not run yet
            .until(
                () ->
                    former
                        .triggerSavepoint(
                            savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(),
                path -> true);
    former.cancel().get();
    return savepoint;
  }

  @Test
  void sourceThatIsGone_isLetGo(@InjectMiniCluster MiniCluster cluster) throws Exception {
    String savepoint = savepointOfAFormerVersion();
    Configuration conf = HealthJob.configuration(Flink.settings());
    conf.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);

    JobClient job = job(conf).executeAsync();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> job.getJobStatus().get() == JobStatus.RUNNING);
    CheckpointStatsSnapshot checkpoints =
        cluster.getExecutionGraph(job.getJobID()).get().getCheckpointStatsSnapshot();
    assertThat(checkpoints).isNotNull();
    RestoredCheckpointStats restored = checkpoints.getLatestRestoredCheckpoint();
    assertThat(restored).isNotNull();
    assertThat(restored.getExternalPath()).isEqualTo(savepoint);
    job.cancel().get();
  }

  /** Why the setting is there; without it no other job drops state. */
  @Test
  void sourceThatIsGone_isRefusedByTheSettingsOfOtherJobs() throws Exception {
    Configuration conf = JobEnvironment.configuration(Flink.settings());
    conf.set(StateRecoveryOptions.SAVEPOINT_PATH, savepointOfAFormerVersion());

    JobClient job = job(conf).executeAsync();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> job.getJobStatus().get() == JobStatus.FAILED);
  }
}
