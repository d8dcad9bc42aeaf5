/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.keyed.Intake;
import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.LogWatermarks;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wires the ratelimit job. */
final class RateLimitPipeline {
  private RateLimitPipeline() {}

  /**
   * Defines the job.
   *
   * @param lateness how long after its end a second takes reports
   */
  static void define(
      StreamExecutionEnvironment env,
      Source<Fragment, ?, ?> events,
      Duration lateness,
      Sink<RateLimitOutput> sink) {
    SingleOutputStreamOperator<Usage> usages =
        Intake.of(env, events, LogWatermarks.strategy(), new UsageDecoder(), Usage.class);
    SingleOutputStreamOperator<RateLimitOutput> windows =
        usages
            .keyBy(Usage::windowKey)
            .process(new RateLimitFunction(lateness))
            .uid("rate-limit-windows")
            .name("rate-limit-windows");
    windows
        .union(outcomes(usages, "usage-outcomes"), outcomes(windows, "rate-limit-windows-outcomes"))
        .sinkTo(sink)
        .uid("ratelimit-sink")
        .name("ratelimit-sink");
  }

  private static DataStream<RateLimitOutput> outcomes(
      SingleOutputStreamOperator<?> from, String name) {
    return from.getSideOutput(IntakeFunction.OUTCOMES)
        .map(RateLimitOutput::of)
        .returns(RateLimitOutput.class)
        .uid(name)
        .name(name);
  }
}
