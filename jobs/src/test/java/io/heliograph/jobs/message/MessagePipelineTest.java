/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import static io.heliograph.jobs.message.AFact.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.Ledger;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventBatch;
import io.heliograph.v1.MessageEventKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePipelineTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static MessageEventBatch batch(MessageEventKind kind, String service, String group) {
    MessageEvent event =
        MessageEvent.newBuilder()
            .setMessageId("m-1")
            .setTopic("orders")
            .setKind(kind)
            .setService(service)
            .setConsumerGroup(group)
            .setTimeUnixNano(5_000_000)
            .setAttempt(1)
            .build();
    return MessageEventBatch.newBuilder().addItems(event).build();
  }

  @Test
  void events_becomeTraces_andEveryOneIsAccountedFor() throws Exception {
    MessageEventBatch consumed =
        batch(MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED, "biller", "billing");
    Batches batches =
        new Batches(Signal.MESSAGES)
            .add(START, 1, consumed)
            .add(START, 1, "k", consumed.toByteArray())
            .add(START, 1, "k", consumed.toByteArray())
            .add(START, 1, batch(MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED, "frontend", ""))
            .add(START, 1, batch(MessageEventKind.MESSAGE_EVENT_KIND_FAILED, "biller", ""));
    CollectingSink<MessageOutput> sink = new CollectingSink<>();
    StreamExecutionEnvironment env = Flink.environment();
    MessagePipeline.define(env, batches.source(), Duration.ofHours(6), sink);

    env.execute();

    List<MessageRow> rows =
        sink.collected().stream().map(MessageOutput::row).filter(Objects::nonNull).toList();
    assertThat(rows).extracting(MessageRow::group).containsExactly("billing", "billing");
    assertThat(rows).extracting(MessageRow::producer).containsExactly("", "frontend");
    assertThat(rows).extracting(MessageRow::outcome).containsOnly("consumed");
    assertThat(Ledger.of(sink.collected().stream().map(MessageOutput::outcome)))
        .isEqualTo(
            Map.of(
                "messages accepted", 4L,
                "messages stored", 3L,
                "messages dead", 1L,
                "messages duplicate", 2L));
  }

  @ParameterizedTest
  @ValueSource(classes = {MessageFact.class, MessageOutput.class, MessageState.class})
  void types_areSerializedWithoutReflection(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
