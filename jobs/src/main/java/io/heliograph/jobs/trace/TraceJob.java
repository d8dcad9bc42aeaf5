/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.RawPipeline;
import io.heliograph.jobs.RawSink;
import io.heliograph.protocol.Signal;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the trace job. */
public final class TraceJob {
  private static final String JOB = "trace";

  private TraceJob() {}

  /** Run with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options = new JobOptions(JOB, "raw spans into otel_traces", args);
    JobSettings settings = JobSettings.read(options);
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    RawPipeline.define(
        env,
        Signal.SPANS.label(),
        FragmentSource.kafka(settings, JOB, Signal.SPANS.topic()),
        RawSink.of(settings, "raw-spans", new SpanEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
