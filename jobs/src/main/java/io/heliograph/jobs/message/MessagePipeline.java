/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

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

/** Wires the message job. */
final class MessagePipeline {
  private MessagePipeline() {}

  /**
   * Defines the job.
   *
   * @param retention how long after its last change a message is remembered; a fact that comes
   *     later begins a row anew, without what was known before
   */
  static void define(
      StreamExecutionEnvironment env,
      Source<Fragment, ?, ?> events,
      Duration retention,
      Sink<MessageOutput> sink) {
    SingleOutputStreamOperator<MessageFact> facts =
        Intake.of(env, events, LogWatermarks.strategy(), new MessageDecoder(), MessageFact.class);
    SingleOutputStreamOperator<MessageOutput> traces =
        facts
            .keyBy(MessageFact::traceKey)
            .process(new MessageFunction(retention))
            .returns(MessageOutput.class)
            .uid("message-traces")
            .name("message-traces");
    traces
        .union(outcomes(facts, "messages-outcomes"), outcomes(traces, "message-traces-outcomes"))
        .sinkTo(sink)
        .uid("message-sink")
        .name("message-sink");
  }

  private static DataStream<MessageOutput> outcomes(
      SingleOutputStreamOperator<?> from, String name) {
    return from.getSideOutput(IntakeFunction.OUTCOMES)
        .map(MessageOutput::of)
        .returns(MessageOutput.class)
        .uid(name)
        .name(name);
  }
}
