/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.FragmentDedup;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wires the way in of a keyed job: source, repeated fragments marked, batches decoded. */
public final class Intake {
  private Intake() {}

  /**
   * Events of a signal; the outcomes of those that go no further are in the side output {@link
   * IntakeFunction#OUTCOMES}.
   *
   * @param eventType a public record
   */
  public static <E> SingleOutputStreamOperator<E> of(
      StreamExecutionEnvironment env,
      Source<Fragment, ?, ?> source,
      WatermarkStrategy<Fragment> watermarks,
      BatchDecoder<E> decoder,
      Class<E> eventType) {
    String signal = decoder.signal().label();
    DataStream<Fragment> fragments =
        env.fromSource(source, watermarks, signal + "-source").uid(signal + "-source");
    return FragmentDedup.apply(fragments, signal + "-dedup")
        .process(new IntakeFunction<>(decoder))
        .returns(eventType)
        .uid(signal + "-intake")
        .name(signal + "-intake");
  }
}
