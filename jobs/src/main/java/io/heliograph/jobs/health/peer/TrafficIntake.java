/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Records of the trace job to {@link TrafficEvent}s. Traffic is no signal: nobody was promised
 * anything about it, so the ledger does not count it. What cannot be used is a dead letter, and is
 * counted as accepted and dead under the label {@value #LABEL}.
 */
public final class TrafficIntake extends ProcessFunction<Fragment, TrafficEvent> {
  static final String LABEL = "traffic";

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(Fragment record, Context ctx, Collector<TrafficEvent> out) {
    Origin origin = Origin.of(record, ctx.timerService().currentProcessingTime());
    try {
      Decoded<TrafficEvent> decoded = TrafficDecoder.decode(record.value(), origin);
      decoded.refusals().forEach(r -> dead(origin, r.reason(), r.payload(), ctx));
      decoded.events().forEach(out::collect);
    } catch (InvalidProtocolBufferException e) {
      dead(origin, "batch is not valid protobuf: " + e.getMessage(), record.value(), ctx);
    }
  }

  private static void dead(Origin origin, String reason, byte[] payload, Context ctx) {
    ctx.output(IntakeFunction.OUTCOMES, Outcome.of(origin, LABEL, Stage.ACCEPTED, 1));
    ctx.output(IntakeFunction.OUTCOMES, Outcome.dead(origin, LABEL, 1, reason, payload));
  }
}
