/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.protocol.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Folds the facts of a key into one state and sends on what changed. A fact that changes nothing
 * counts as a duplicate. The state is kept for the retention after the last change, in log time; if
 * log time stands still, its time to live of a day beyond that ends it.
 *
 * @param <E> the fact
 * @param <S> the state, a public record
 * @param <O> what is sent on
 */
public abstract class FoldFunction<E, S, O> extends KeyedProcessFunction<String, E, O> {
  private static final Duration TTL_BEYOND_RETENTION = Duration.ofDays(1);

  private final Signal signal;
  private final Class<S> stateType;
  private final Duration retention;
  private transient ValueState<S> state;
  private transient KeyTimer timer;

  protected FoldFunction(Signal signal, Class<S> stateType, Duration retention) {
    this.signal = signal;
    this.stateType = stateType;
    this.retention = retention;
  }

  /** Where a fact was read. */
  protected abstract Origin origin(E fact);

  /** Log time of the last change. */
  protected abstract long touchedMillis(S state);

  /** The state after a fact: {@code known} itself if it told nothing new. Pure. */
  protected abstract S fold(@Nullable S known, E fact);

  /** Sends on what is different. */
  protected abstract void emit(@Nullable S before, S after, E fact, Collector<O> out);

  /** Why a fact cannot be taken up, as a bound of the state forbids it; empty if it can. */
  protected String refusal(@Nullable S known, E fact) {
    return "";
  }

  @Override
  public final void open(OpenContext context) {
    StateTtlConfig ttl = StateTtlConfig.newBuilder(retention.plus(TTL_BEYOND_RETENTION)).build();
    ValueStateDescriptor<S> descriptor = new ValueStateDescriptor<>("state", stateType);
    descriptor.enableTimeToLive(ttl);
    state = getRuntimeContext().getState(descriptor);
    timer = new KeyTimer(getRuntimeContext(), ttl);
  }

  @Override
  public final void processElement(E fact, Context ctx, Collector<O> out) throws Exception {
    S before = state.value();
    String refusal = refusal(before, fact);
    if (!refusal.isEmpty()) {
      byte[] payload = fact.toString().getBytes(StandardCharsets.UTF_8);
      ctx.output(
          IntakeFunction.OUTCOMES, Outcome.dead(origin(fact), signal.label(), 1, refusal, payload));
      return;
    }
    count(Stage.STORED, fact, ctx);
    S after = fold(before, fact);
    if (after == before) {
      count(Stage.DUPLICATE, fact, ctx);
      return;
    }
    state.update(after);
    timer.wakeBy(expiry(after), ctx.timerService());
    emit(before, after, fact, out);
  }

  @Override
  public final void onTimer(long timestamp, OnTimerContext ctx, Collector<O> out) throws Exception {
    timer.fired();
    S known = state.value();
    if (known == null) {
      return;
    }
    if (expiry(known) <= timestamp) {
      state.clear();
    } else {
      timer.wakeBy(expiry(known), ctx.timerService());
    }
  }

  private long expiry(S known) {
    return touchedMillis(known) + retention.toMillis();
  }

  private void count(Stage stage, E fact, Context ctx) {
    ctx.output(IntakeFunction.OUTCOMES, Outcome.of(origin(fact), signal.label(), stage, 1));
  }
}
