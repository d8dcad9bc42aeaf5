/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.trace.intake.PartBatch;
import io.heliograph.jobs.trace.intake.PartFunction;
import io.heliograph.jobs.trace.intake.PartOperator;
import io.heliograph.jobs.trace.result.TraceOutput;
import io.heliograph.jobs.trace.traffic.TrafficRecord;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Wires the assembly of traces beside the raw path of their spans. */
public final class TracePipeline {
  private TracePipeline() {}

  /**
   * Assembles and judges traces.
   *
   * @param fragments of topic heliograph.spans, repeated ones marked
   * @param sink exactly once: some tables add up
   * @param traffic takes the calls that instances served; null: they are not gathered
   */
  public static void attach(
      DataStream<Fragment> fragments,
      TraceSettings settings,
      Sink<TraceOutput> sink,
      @Nullable Sink<TrafficRecord> traffic) {
    int readers = fragments.getParallelism();
    int assemblers = settings.assemblersBeside(readers);
    int keyGroups = KeyGroupRangeAssignment.computeDefaultMaxParallelism(readers);
    SingleOutputStreamOperator<PartBatch> parts =
        fragments
            .transform(
                "trace-parts",
                TypeInformation.of(PartBatch.class),
                new PartOperator(new PartFunction(traffic != null, keyGroups, assemblers)))
            .uid("trace-parts");
    if (traffic != null) {
      parts
          .getSideOutput(PartFunction.TRAFFIC)
          .sinkTo(traffic)
          .uid("traffic-sink")
          .name("traffic-sink");
    }
    parts
        .keyBy(
            batch -> Tuple2.of(batch.traceHigh(), batch.traceLow()),
            Types.TUPLE(Types.LONG, Types.LONG))
        .transform(
            "trace-assembly", TypeInformation.of(TraceOutput.class), new TraceAssembly(settings))
        .uid("trace-assembly")
        .setParallelism(assemblers) // for which the batches are made
        .setMaxParallelism(keyGroups)
        .sinkTo(sink)
        .uid("trace-results")
        .name("trace-results")
        .setParallelism(assemblers);
  }
}
