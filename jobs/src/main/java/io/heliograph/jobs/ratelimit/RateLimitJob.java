/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the ratelimit job. */
public final class RateLimitJob {
  private static final String JOB = "ratelimit";

  private RateLimitJob() {}

  /** Runs with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options = new JobOptions(JOB, "rate-limit usage into rate_limit_windows", args);
    JobSettings settings = JobSettings.read(options);
    Duration lateness =
        options.millis(
            "lateness-ms",
            "how long after its end a second takes reports",
            Duration.ofMinutes(10),
            Duration.ZERO,
            Duration.ofHours(1));
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    RateLimitPipeline.define(
        env,
        FragmentSource.kafka(settings, JOB, Signal.USAGE.topic()),
        lateness,
        JobSink.of(settings, JOB, new RateLimitEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
