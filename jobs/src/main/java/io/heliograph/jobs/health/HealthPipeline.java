/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.health.peer.PeerFunction;
import io.heliograph.jobs.health.peer.PeerStanding;
import io.heliograph.jobs.health.peer.Slot;
import io.heliograph.jobs.health.peer.Traffic;
import io.heliograph.jobs.health.peer.TrafficEvent;
import io.heliograph.jobs.health.peer.TrafficIntake;
import io.heliograph.jobs.keyed.Intake;
import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.LogWatermarks;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.OutcomeSums;
import io.heliograph.jobs.records.TextType;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * Wires the health job.
 *
 * <pre>
 *   heartbeats ─> intake ─┬──────────────────────────────keyBy instance─> health ─> rows, advice
 *                         └─> traffic ─┐                     ┌──────────────^
 *   traffic ─> intake ─────────────────┴─keyBy service─> peers (standing)   │
 *   probes ─> intake ─┬─────────────────────────────────────────────────────┘
 *                     └─> notices of protection ─> rows
 * </pre>
 *
 * Traffic goes to the peers past {@code health}, so that there is no loop. Log time is that of
 * heartbeats, and of probes: traffic and standings have no say in it ({@link Timeless}).
 */
final class HealthPipeline {
  private HealthPipeline() {}

  /**
   * What the job reads.
   *
   * @param beats fragments of topic heliograph.heartbeats
   * @param probes fragments of topic heliograph.probes
   * @param traffic records of topic heliograph.traffic; null: it is not read
   */
  record Sources(
      Source<Fragment, ?, ?> beats,
      Source<Fragment, ?, ?> probes,
      @Nullable Source<Fragment, ?, ?> traffic) {}

  /** Defines the job. */
  static void define(
      StreamExecutionEnvironment env,
      Sources sources,
      HealthLimits limits,
      Sink<HealthOutput> rows,
      Sink<Advice> advice) {
    SingleOutputStreamOperator<Beat> beats =
        Intake.of(env, sources.beats(), LivenessClock.strategy(), new BeatDecoder(), Beat.class);
    SingleOutputStreamOperator<ProbeReport> reports =
        Intake.of(
            env,
            sources.probes(),
            LogWatermarks.strategy(),
            new ProbeReportDecoder(),
            ProbeReport.class);
    DataStream<Probe> probes = ProbeReports.probes(reports);
    DataStream<TrafficEvent> traffic = reported(beats);
    DataStream<HealthOutput> outcomes =
        outcomes(beats, "heartbeats-outcomes").union(outcomes(reports, "probes-outcomes"));
    if (sources.traffic() != null) {
      SingleOutputStreamOperator<TrafficEvent> traced = traced(env, sources.traffic());
      traffic = traffic.union(timeless(traced, "traffic-timeless"));
      outcomes = outcomes.union(outcomes(traced, "traffic-outcomes"));
    }
    SingleOutputStreamOperator<HealthOutput> health =
        beats
            .keyBy(beat -> beat.id().key(), TextType.KEY)
            .connect(evidence(probes, standings(traffic)).keyBy(Evidence::key, TextType.KEY))
            .process(new HealthFunction(limits))
            .uid("health")
            .name("health");
    health
        .union(outcomes, ProbeReports.protections(reports), outcomes(health, "health-outcomes"))
        .sinkTo(rows)
        .uid("health-sink")
        .name("health-sink");
    health
        .getSideOutput(HealthFunction.ADVICE)
        .sinkTo(advice)
        .uid("advice-sink")
        .name("advice-sink");
  }

  private static DataStream<TrafficEvent> reported(DataStream<Beat> beats) {
    return beats
        .flatMap(HealthPipeline::traffic)
        .returns(TrafficEvent.class)
        .uid("heartbeats-traffic")
        .name("heartbeats-traffic");
  }

  /** Calls since the beat before; a beat that was lost takes its calls with it. */
  static void traffic(Beat beat, Collector<TrafficEvent> out) {
    if (beat.calls() > 0) {
      out.collect(
          new TrafficEvent(
              beat.id().namespace(),
              beat.id().service(),
              beat.id().instanceId(),
              Slot.of(beat.millis()),
              beat.startedNanos(),
              beat.sequence(),
              Traffic.reported(beat.calls(), beat.errors())));
    }
  }

  private static SingleOutputStreamOperator<TrafficEvent> traced(
      StreamExecutionEnvironment env, Source<Fragment, ?, ?> traffic) {
    return env.fromSource(traffic, WatermarkStrategy.noWatermarks(), "traffic-source")
        .uid("traffic-source")
        .process(new TrafficIntake())
        .uid("traffic-intake")
        .name("traffic-intake");
  }

  private static DataStream<PeerStanding> standings(DataStream<TrafficEvent> traffic) {
    SingleOutputStreamOperator<PeerStanding> standings =
        traffic
            .keyBy(TrafficEvent::key, TextType.KEY)
            .process(new PeerFunction())
            .uid("peers")
            .name("peers");
    return timeless(standings, "peers-timeless");
  }

  private static <T> DataStream<T> timeless(DataStream<T> stream, String name) {
    return stream.assignTimestampsAndWatermarks(Timeless.strategy()).uid(name).name(name);
  }

  private static DataStream<Evidence> evidence(
      DataStream<Probe> probes, DataStream<PeerStanding> standings) {
    return probes
        .map(Evidence::of)
        .returns(Evidence.class)
        .uid("probes-evidence")
        .name("probes-evidence")
        .union(
            standings
                .map(Evidence::of)
                .returns(Evidence.class)
                .uid("peers-evidence")
                .name("peers-evidence"));
  }

  private static DataStream<HealthOutput> outcomes(
      SingleOutputStreamOperator<?> from, String name) {
    return from.getSideOutput(IntakeFunction.OUTCOMES)
        .transform(name + "-sums", TypeInformation.of(Outcome.class), new OutcomeSums())
        .uid(name + "-sums")
        .map(HealthOutput::of)
        .returns(HealthOutput.class)
        .uid(name)
        .name(name);
  }
}
