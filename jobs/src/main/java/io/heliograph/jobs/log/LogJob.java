/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.RawPipeline;
import io.heliograph.jobs.RawSink;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the log job. */
public final class LogJob {
  private static final String JOB = "log";

  private LogJob() {}

  /** Run with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options =
        new JobOptions(JOB, "raw log records into otel_logs, and their counts", args);
    JobSettings settings = JobSettings.read(options);
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    SingleOutputStreamOperator<Fragment> fragments =
        RawPipeline.define(
            env,
            Signal.LOGS.label(),
            FragmentSource.bulk(settings, JOB, Signal.LOGS.topic()),
            RawSink.of(settings, "raw-logs", new LogEncoder()));
    LogCounts.attach(fragments, JobSink.of(settings, "log-counts", new LogCountEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
