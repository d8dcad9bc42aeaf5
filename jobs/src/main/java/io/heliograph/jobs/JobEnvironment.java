/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How every job runs: exactly once, restarted for ever, nothing serialized by reflection. */
public final class JobEnvironment {
  private JobEnvironment() {}

  /** The environment of a job that is being submitted. */
  public static StreamExecutionEnvironment create(JobSettings settings) {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration(settings));
  }

  /** The same settings for a test's own cluster. */
  public static Configuration configuration(JobSettings settings) {
    Configuration conf = new Configuration();
    conf.set(CoreOptions.DEFAULT_PARALLELISM, settings.parallelism());
    conf.set(PipelineOptions.GENERIC_TYPES, false);
    conf.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    conf.set(PipelineOptions.OBJECT_REUSE, true);

    conf.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
    conf.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
        settings.checkpointInterval().dividedBy(4));
    conf.set(CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 1);
    conf.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    // Bytes of smaller files travel with what is told of a checkpoint: see RATIONALE.md.
    conf.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.parse("2 kb"));
    // While ClickHouse is away a committer waits in the completed checkpoint and the next one
    // cannot start: that is back-pressure, not a failure of the job.
    conf.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    conf.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
    conf.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);

    conf.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(10));
    conf.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofMinutes(2));
    return conf;
  }
}
