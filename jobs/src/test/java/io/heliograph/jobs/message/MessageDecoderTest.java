/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.message.MessageFact.Kind;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventBatch;
import io.heliograph.v1.MessageEventKind;
import org.junit.jupiter.api.Test;

final class MessageDecoderTest {
  private static final Origin ORIGIN = new Origin("heliograph.messages", 0, 1, 1_000);

  private static MessageEvent.Builder consumed() {
    return MessageEvent.newBuilder()
        .setMessageId("m-1")
        .setTopic("orders")
        .setConsumerGroup("billing")
        .setKind(MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED);
  }

  private static Decoded<MessageFact> decode(MessageEvent.Builder... events) throws Exception {
    MessageEventBatch.Builder batch = MessageEventBatch.newBuilder();
    for (MessageEvent.Builder event : events) {
      batch.addItems(event);
    }
    return new MessageDecoder().decode(batch.build().toByteArray(), ORIGIN);
  }

  @Test
  void event_fullOfFields_isRead() throws Exception {
    assertThat(
            decode(
                    consumed()
                        .setKey("order-7")
                        .setTag("paid")
                        .setLane("gray")
                        .setService("billing-worker")
                        .setTimeUnixNano(5_000_000)
                        .setAttempt(3))
                .events())
        .containsExactly(
            new MessageFact(
                ORIGIN,
                Kind.CONSUMED,
                "m-1",
                "orders",
                "order-7",
                "paid",
                "gray",
                "billing-worker",
                "billing",
                5,
                3));
  }

  @Test
  void producedWithAGroup_hasNone() throws Exception {
    MessageFact fact =
        decode(consumed().setKind(MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED)).events().get(0);

    assertThat(fact.group()).isEmpty();
    assertThat(fact.attempt()).isEqualTo(1);
    assertThat(fact.timeMillis()).isEqualTo(1_000);
  }

  @Test
  void badEvents_areRefused() throws Exception {
    assertThat(
            decode(
                    consumed().setMessageId(""),
                    consumed().setTopic("x".repeat(256)),
                    consumed().setKindValue(0),
                    consumed().setConsumerGroup(""))
                .reasons())
        .containsExactly(
            "message_id must be 1 to 255 bytes, has 0",
            "topic must be at most 255 bytes, has 256",
            "kind is unknown: 0",
            "consumer_group must be 1 to 255 bytes, has 0");
  }
}
