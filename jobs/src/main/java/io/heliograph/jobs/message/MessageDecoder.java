/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.BatchDecoder;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.LogTime;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.message.MessageFact.Kind;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventBatch;

/** {@code MessageEventBatch} to {@link MessageFact}. */
final class MessageDecoder implements BatchDecoder<MessageFact> {
  @Override
  public Signal signal() {
    return Signal.MESSAGES;
  }

  @Override
  public Decoded<MessageFact> decode(byte[] value, Origin origin)
      throws InvalidProtocolBufferException {
    Decoded<MessageFact> decoded = new Decoded<>();
    for (MessageEvent event : MessageEventBatch.parseFrom(value).getItemsList()) {
      String problem = problem(event);
      if (problem.isEmpty()) {
        decoded.event(fact(event, origin));
      } else {
        decoded.refuse(problem, event.toByteArray());
      }
    }
    return decoded;
  }

  private static String problem(MessageEvent event) {
    Kind kind = kind(event);
    FieldCheck check =
        new FieldCheck(event)
            .name("message_id", event.getMessageId())
            .name("topic", event.getTopic())
            .that(kind != null, "kind", "is unknown: " + event.getKindValue());
    if (kind != null && kind != Kind.PRODUCED) {
      check.name("consumer_group", event.getConsumerGroup());
    }
    return check.problem();
  }

  private static MessageFact fact(MessageEvent event, Origin origin) {
    Kind kind = kind(event);
    return new MessageFact(
        origin,
        kind,
        event.getMessageId(),
        event.getTopic(),
        event.getKey(),
        event.getTag(),
        event.getLane(),
        event.getService(),
        kind == Kind.PRODUCED ? "" : event.getConsumerGroup(),
        LogTime.millis(event.getTimeUnixNano(), origin.timestampMillis()),
        Math.max(1, Integer.toUnsignedLong(event.getAttempt())));
  }

  private static Kind kind(MessageEvent event) {
    return switch (event.getKind()) {
      case MESSAGE_EVENT_KIND_PRODUCED -> Kind.PRODUCED;
      case MESSAGE_EVENT_KIND_DELIVERED -> Kind.DELIVERED;
      case MESSAGE_EVENT_KIND_CONSUMED -> Kind.CONSUMED;
      case MESSAGE_EVENT_KIND_FAILED -> Kind.FAILED;
      case MESSAGE_EVENT_KIND_DEAD_LETTERED -> Kind.DEAD_LETTERED;
      case MESSAGE_EVENT_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
