/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.keyed.Intake;
import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.LogWatermarks;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wires the health job. */
final class HealthPipeline {
  private HealthPipeline() {}

  /**
   * Defines the job.
   *
   * @param beats fragments of topic heliograph.heartbeats
   * @param probes fragments of topic heliograph.probes
   */
  static void define(
      StreamExecutionEnvironment env,
      Source<Fragment, ?, ?> beats,
      Source<Fragment, ?, ?> probes,
      HealthLimits limits,
      Sink<HealthOutput> sink) {
    SingleOutputStreamOperator<Beat> beatEvents =
        Intake.of(env, beats, LivenessClock.strategy(), new BeatDecoder(), Beat.class);
    SingleOutputStreamOperator<Probe> probeEvents =
        Intake.of(env, probes, LogWatermarks.strategy(), new ProbeDecoder(), Probe.class);
    SingleOutputStreamOperator<HealthOutput> outputs =
        beatEvents
            .keyBy(beat -> beat.id().key())
            .connect(probeEvents.keyBy(probe -> probe.id().key()))
            .process(new HealthFunction(limits))
            .uid("health")
            .name("health");
    outputs
        .union(
            outcomes(beatEvents, "heartbeats-outcomes"),
            outcomes(probeEvents, "probes-outcomes"),
            outcomes(outputs, "health-outcomes"))
        .sinkTo(sink)
        .uid("health-sink")
        .name("health-sink");
  }

  private static DataStream<HealthOutput> outcomes(
      SingleOutputStreamOperator<?> from, String name) {
    return from.getSideOutput(IntakeFunction.OUTCOMES)
        .map(HealthOutput::of)
        .returns(HealthOutput.class)
        .uid(name)
        .name(name);
  }
}
