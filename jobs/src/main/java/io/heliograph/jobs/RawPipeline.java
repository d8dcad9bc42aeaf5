/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Fragments into their tables: source, retries marked, sink, in one chained task without a shuffle,
 * so that a fragment's bytes are never copied between them.
 */
public final class RawPipeline {
  private RawPipeline() {}

  /**
   * Wires it.
   *
   * @param name of the signal; names and uids derive from it and must never change
   * @return the fragments on their way to the sink, for those who want to read them as well
   */
  public static SingleOutputStreamOperator<Fragment> define(
      StreamExecutionEnvironment env,
      String name,
      Source<Fragment, ?, ?> source,
      Sink<Fragment> sink) {
    SingleOutputStreamOperator<Fragment> fragments =
        FragmentDedup.apply(
            env.fromSource(source, WatermarkStrategy.noWatermarks(), name + "-source")
                .uid(name + "-source"),
            name + "-dedup");
    fragments.sinkTo(sink).uid(name + "-sink").name(name + "-sink");
    return fragments;
  }
}
