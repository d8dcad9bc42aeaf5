/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.FragmentSource;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.RawPipeline;
import io.heliograph.jobs.RawSink;
import io.heliograph.protocol.Signal;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the metric job. */
public final class MetricJob {
  private static final String JOB = "metric";

  private MetricJob() {}

  /** Run with {@code --help} to see the options. */
  public static void main(String[] args) throws Exception {
    JobOptions options = new JobOptions(JOB, "raw metric data points into otel_metrics_*", args);
    JobSettings settings = JobSettings.read(options);
    if (!options.ready(System.out)) {
      return;
    }
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    RawPipeline.define(
        env,
        Signal.METRICS.label(),
        FragmentSource.bulk(settings, JOB, Signal.METRICS.topic()),
        RawSink.of(settings, "raw-metrics", new MetricEncoder()));
    env.execute("heliograph-" + JOB);
  }
}
