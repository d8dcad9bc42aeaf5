/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.keyed.FoldFunction;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.util.Collector;

/** The facts of a message, by {@link MessageRules}. */
final class MessageFunction extends FoldFunction<MessageFact, MessageState, MessageOutput> {
  MessageFunction(Duration retention) {
    super(Signal.MESSAGES, MessageState.class, retention);
  }

  @Override
  protected Origin origin(MessageFact fact) {
    return fact.origin();
  }

  @Override
  protected long touchedMillis(MessageState state) {
    return state.touchedMillis();
  }

  @Override
  protected String refusal(@Nullable MessageState known, MessageFact fact) {
    return MessageRules.refusal(known, fact);
  }

  @Override
  protected MessageState fold(@Nullable MessageState known, MessageFact fact) {
    return MessageRules.onFact(known, fact);
  }

  @Override
  protected void emit(
      @Nullable MessageState before,
      MessageState after,
      MessageFact fact,
      Collector<MessageOutput> out) {
    MessageRules.rows(after, fact).forEach(row -> out.collect(MessageOutput.of(row)));
  }
}
