/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

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

/** Wires the config job. */
final class ConfigPipeline {
  private ConfigPipeline() {}

  /**
   * Defines the job.
   *
   * @param retention how long after its last change a release, or its arrival at an instance, is
   *     remembered; a fact that comes later begins a row anew
   */
  static void define(
      StreamExecutionEnvironment env,
      Source<Fragment, ?, ?> events,
      Duration retention,
      Sink<ConfigOutput> sink) {
    SingleOutputStreamOperator<ConfigFact> facts =
        Intake.of(env, events, LogWatermarks.strategy(), new ConfigDecoder(), ConfigFact.class);
    SingleOutputStreamOperator<ConfigOutput> releases =
        facts
            .filter(fact -> !fact.kind().isArrival())
            .uid("release-facts")
            .name("release-facts")
            .keyBy(ConfigFact::releaseKey)
            .process(new ReleaseFunction(retention))
            .returns(ConfigOutput.class)
            .uid("releases")
            .name("releases");
    SingleOutputStreamOperator<ConfigOutput> arrivals =
        facts
            .filter(fact -> fact.kind().isArrival())
            .uid("arrival-facts")
            .name("arrival-facts")
            .keyBy(ConfigFact::arrivalKey)
            .process(new ArrivalFunction(retention))
            .returns(ConfigOutput.class)
            .uid("arrivals")
            .name("arrivals");
    releases
        .union(
            arrivals,
            outcomes(facts, "config-events-outcomes"),
            outcomes(releases, "releases-outcomes"),
            outcomes(arrivals, "arrivals-outcomes"))
        .sinkTo(sink)
        .uid("config-sink")
        .name("config-sink");
  }

  private static DataStream<ConfigOutput> outcomes(
      SingleOutputStreamOperator<?> from, String name) {
    return from.getSideOutput(IntakeFunction.OUTCOMES)
        .map(ConfigOutput::of)
        .returns(ConfigOutput.class)
        .uid(name)
        .name(name);
  }
}
