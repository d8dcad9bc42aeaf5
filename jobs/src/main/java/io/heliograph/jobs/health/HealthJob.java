/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the health job. */
public final class HealthJob {
  private static final String JOB = "health";

  private HealthJob() {}

  /** Runs with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options =
        new JobOptions(
            JOB, "heartbeats, probes and traffic into instances, health_events and advice", args);
    JobSettings settings = JobSettings.read(options);
    HealthLimits limits = HealthLimits.read(options);
    boolean traffic =
        options.number("traffic", "1: compare peers by their spans' traffic; 0: not", 1, 0, 1) == 1;
    if (!options.ready(System.out)) {
      return;
    }
    run(configuration(settings), settings, limits, traffic);
  }

  /** Submits it, and waits for its end. */
  static void run(
      Configuration configuration, JobSettings settings, HealthLimits limits, boolean traffic)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    define(env, settings, limits, traffic);
    List<String> topics = List.of(Signal.HEARTBEATS.topic(), Signal.PROBES.topic());
    Pulse.attach(env, new Pulse(settings.kafka(), topics));
    env.execute("heliograph-" + JOB);
  }

  /** All but the pulse: without, the clock stands where beats and probes end. */
  static void define(
      StreamExecutionEnvironment env, JobSettings settings, HealthLimits limits, boolean traffic) {
    String beats = Signal.HEARTBEATS.topic();
    String probes = Signal.PROBES.topic();
    HealthPipeline.define(
        env,
        new HealthPipeline.Sources(
            FragmentSource.kafka(settings, JOB, beats),
            FragmentSource.kafka(settings, JOB, probes),
            traffic ? FragmentSource.latest(settings, JOB, Topics.TRAFFIC) : null),
        limits,
        JobSink.of(settings, JOB, new HealthEncoder()),
        AdviceRecords.sink(settings.kafka()));
  }

  /**
   * Checkpoints from before the trace job counted the traffic hold where this job was in the topic
   * of spans (operator {@code spans-source}). That is let go, in place of refusing to start.
   */
  static Configuration configuration(JobSettings settings) {
    return JobEnvironment.configuration(settings)
        .set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
  }
}
