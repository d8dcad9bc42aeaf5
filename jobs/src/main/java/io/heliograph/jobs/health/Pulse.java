/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Once a second, an empty batch to every partition of the topics the job reads, so that log time
 * moves on where no instance beats any more. See {@link LivenessClock} for why time must come from
 * the log.
 */
final class Pulse implements Sink<Long> {
  private static final double PER_SECOND = 1;

  private final String kafka;
  private final List<String> topics;

  Pulse(String kafka, List<String> topics) {
    this.kafka = kafka;
    this.topics = List.copyOf(topics);
  }

  /** Adds the pulse to the job. */
  static void attach(StreamExecutionEnvironment env, Pulse pulse) {
    DataGeneratorSource<Long> ticks =
        new DataGeneratorSource<>(
            tick -> tick, Long.MAX_VALUE, RateLimiterStrategy.perSecond(PER_SECOND), Types.LONG);
    env.fromSource(ticks, WatermarkStrategy.noWatermarks(), "pulse-source")
        .uid("pulse-source")
        .setParallelism(1)
        .sinkTo(pulse)
        .uid("pulse")
        .name("pulse")
        .setParallelism(1);
  }

  @Override
  public SinkWriter<Long> createWriter(WriterInitContext context) {
    return new PulseWriter(kafka, topics, context.metricGroup());
  }
}
