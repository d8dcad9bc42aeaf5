/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaQuestionsTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  @Test
  void lag_partitions_areSummed() {
    assertThat(
            KafkaQuestions.lag(
                Map.of(FIRST, new OffsetAndMetadata(10), SECOND, new OffsetAndMetadata(5)),
                Map.of(FIRST, end(12), SECOND, end(9))))
        .isEqualTo(OptionalLong.of(6));
  }

  @Test
  void lag_nothingCommitted_isUnknown() {
    assertThat(KafkaQuestions.lag(Map.of(), Map.of())).isEmpty();
  }

  @Test
  void lag_partitionWithoutCommit_isLeftOut() {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    committed.put(FIRST, null);
    committed.put(SECOND, new OffsetAndMetadata(9));

    assertThat(KafkaQuestions.lag(committed, Map.of(FIRST, end(3), SECOND, end(9))))
        .isEqualTo(OptionalLong.of(0));
  }

  @Test
  void topic_ofHighVolume_hasMorePartitionsAndExpires() {
    NewTopic spans = topic(Signal.SPANS.topic());

    assertThat(spans.numPartitions()).isEqualTo(4);
    assertThat(spans.configs()).containsEntry("retention.ms", "86400000");
    assertThat(spans.configs()).containsEntry("message.timestamp.type", "LogAppendTime");
  }

  @Test
  void topic_readBack_isCompacted() {
    NewTopic health = topic(Topics.HEALTH);

    assertThat(health.numPartitions()).isEqualTo(2);
    assertThat(health.configs()).containsEntry("cleanup.policy", "compact");
  }

  private static NewTopic topic(String name) {
    return KafkaQuestions.topic(
        Topics.all().stream().filter(spec -> spec.name().equals(name)).findFirst().orElseThrow());
  }

  private static ListOffsetsResultInfo end(long offset) {
    return new ListOffsetsResultInfo(offset, 0, Optional.empty());
  }
}
