/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the config job. */
public final class ConfigJob {
  private static final String JOB = "config";

  private ConfigJob() {}

  /** Runs with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options =
        new JobOptions(JOB, "config events into config_releases and config_arrivals", args);
    JobSettings settings = JobSettings.read(options);
    Duration retention =
        options.millis(
            "retention-ms",
            "how long after its last change a release is remembered",
            Duration.ofDays(7),
            Duration.ofMinutes(1),
            Duration.ofDays(90));
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    ConfigPipeline.define(
        env,
        FragmentSource.kafka(settings, JOB, Signal.CONFIG_EVENTS.topic()),
        retention,
        JobSink.of(settings, JOB, new ConfigEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
