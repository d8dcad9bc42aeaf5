/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.Fragment;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The way in: fragments to events. Every item that a fragment claims to hold is accounted for here,
 * as an event that goes on or as a dead letter; a repeated fragment is counted and goes no further.
 *
 * @param <E> the event
 */
public final class IntakeFunction<E> extends ProcessFunction<Fragment, E> {
  /** Side output for the ledger and the dead letters. */
  public static final OutputTag<Outcome> OUTCOMES =
      new OutputTag<>("outcomes", TypeInformation.of(Outcome.class));

  private final BatchDecoder<E> decoder;

  /** A function that decodes with {@code decoder}. */
  public IntakeFunction(BatchDecoder<E> decoder) {
    this.decoder = decoder;
  }

  @Override
  public void processElement(Fragment fragment, Context ctx, Collector<E> out) {
    String signal = decoder.signal().label();
    Origin origin = Origin.of(fragment, ctx.timerService().currentProcessingTime());
    Decoded<E> decoded;
    try {
      decoded = decoder.decode(fragment.value(), origin);
    } catch (InvalidProtocolBufferException e) {
      undecodable(fragment, origin, e, ctx);
      return;
    }
    long claimed = fragment.itemsOr(decoded.size());
    if (fragment.duplicate()) {
      count(Outcome.of(origin, signal, Stage.DUPLICATE, claimed), ctx);
      return;
    }
    count(Outcome.of(origin, signal, Stage.ACCEPTED, claimed), ctx);
    for (Decoded.Refusal refusal : decoded.refusals()) {
      count(Outcome.dead(origin, signal, 1, refusal.reason(), refusal.payload()), ctx);
    }
    if (claimed > decoded.size()) {
      String reason = "batch claims " + claimed + " items, holds " + decoded.size();
      long missing = claimed - decoded.size();
      count(Outcome.dead(origin, signal, missing, reason, fragment.value()), ctx);
    }
    decoded.events().forEach(out::collect);
  }

  private void undecodable(
      Fragment fragment, Origin origin, InvalidProtocolBufferException e, Context ctx) {
    String signal = decoder.signal().label();
    long lost = Math.max(1, fragment.items());
    if (fragment.duplicate()) {
      count(Outcome.of(origin, signal, Stage.DUPLICATE, lost), ctx);
      return;
    }
    count(Outcome.of(origin, signal, Stage.ACCEPTED, lost), ctx);
    String reason = "batch is not valid protobuf: " + e.getMessage();
    count(Outcome.dead(origin, signal, lost, reason, fragment.value()), ctx);
  }

  private void count(Outcome outcome, Context ctx) {
    if (outcome.count() > 0) {
      ctx.output(OUTCOMES, outcome);
    }
  }
}
