/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.RawPipeline;
import io.heliograph.jobs.RawSink;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.jobs.trace.assembly.TracePipeline;
import io.heliograph.jobs.trace.assembly.TraceSettings;
import io.heliograph.jobs.trace.result.TraceEncoder;
import io.heliograph.jobs.trace.traffic.TrafficSink;
import io.heliograph.protocol.Signal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the trace job. */
public final class TraceJob {
  private static final String JOB = "trace";

  private TraceJob() {}

  /** Run with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options =
        new JobOptions(JOB, "raw spans into otel_traces, and traces assembled and judged", args);
    JobSettings settings = JobSettings.read(options);
    StateSettings state = StateSettings.read(options);
    boolean assemble = options.number("assemble", "1, or 0 for raw spans alone", 1, 0, 1) == 1;
    boolean traffic =
        options.number("traffic", "1: count calls by instance for the health job; 0: not", 1, 0, 1)
            == 1;
    TraceSettings traces = TraceSettings.read(options);
    if (!options.ready(System.out)) {
      return;
    }
    Configuration conf = JobEnvironment.configuration(settings);
    state.addTo(conf, traces.skeletonExpiry());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    SingleOutputStreamOperator<Fragment> fragments =
        RawPipeline.define(
            env,
            Signal.SPANS.label(),
            FragmentSource.bulk(settings, JOB, Signal.SPANS.topic()),
            RawSink.of(settings, "raw-spans", new SpanEncoder()));
    if (assemble) {
      TracePipeline.attach(
          fragments,
          traces,
          JobSink.of(settings, "traces", new TraceEncoder()),
          traffic ? new TrafficSink(settings.kafka()) : null);
    }
    env.execute("heliograph-" + JOB);
  }
}
