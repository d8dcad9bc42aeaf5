/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the message job. */
public final class MessageJob {
  private static final String JOB = "message";

  private MessageJob() {}

  /** Runs with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options = new JobOptions(JOB, "message events into message_traces", args);
    JobSettings settings = JobSettings.read(options);
    Duration retention =
        options.millis(
            "retention-ms",
            "how long after its last change a message is remembered",
            Duration.ofHours(6),
            Duration.ofMinutes(1),
            Duration.ofDays(30));
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    MessagePipeline.define(
        env,
        FragmentSource.kafka(settings, JOB, Signal.MESSAGES.topic()),
        retention,
        JobSink.of(settings, JOB, new MessageEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
