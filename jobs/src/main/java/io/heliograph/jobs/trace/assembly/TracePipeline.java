/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.trace.intake.PartFunction;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.result.TraceOutput;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Wires the assembly of traces beside the raw path of their spans. */
public final class TracePipeline {
  private TracePipeline() {}

  /**
   * Assembles and judges traces.
   *
   * @param fragments of topic heliograph.spans, repeated ones marked
   * @param sink exactly once: some tables add up
   */
  public static void attach(
      DataStream<Fragment> fragments, TraceSettings settings, Sink<TraceOutput> sink) {
    fragments
        .process(new PartFunction())
        .returns(TypeInformation.of(SpanPart.class))
        .uid("trace-parts")
        .name("trace-parts")
        .keyBy(
            part -> Tuple2.of(part.traceHigh(), part.traceLow()),
            Types.TUPLE(Types.LONG, Types.LONG))
        .transform(
            "trace-assembly", TypeInformation.of(TraceOutput.class), new TraceAssembly(settings))
        .uid("trace-assembly")
        .sinkTo(sink)
        .uid("trace-results")
        .name("trace-results");
  }
}
