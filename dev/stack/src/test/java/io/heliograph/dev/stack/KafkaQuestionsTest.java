/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaQuestionsTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  @Test
  void lag_partitions_areSummed() {
    assertThat(KafkaQuestions.lag(Map.of(FIRST, 10L, SECOND, 5L), Map.of(FIRST, 12L, SECOND, 9L)))
        .isEqualTo(OptionalLong.of(6));
  }

  @Test
  void lag_nothingCommitted_isUnknown() {
    assertThat(KafkaQuestions.lag(Map.of(), Map.of())).isEmpty();
  }

  @Test
  void lag_committedBeyondAnEarlierEnd_isNothing() {
    assertThat(KafkaQuestions.lag(Map.of(FIRST, 15L, SECOND, 9L), Map.of(FIRST, 12L, SECOND, 9L)))
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
  void topic_shortLived_expiresInMinutes() {
    NewTopic traffic = topic(Topics.TRAFFIC);

    assertThat(traffic.numPartitions()).isEqualTo(2);
    assertThat(traffic.configs()).containsEntry("retention.ms", "600000");
    assertThat(traffic.configs()).containsEntry("segment.ms", "600000");
    assertThat(traffic.configs()).containsEntry("message.timestamp.type", "LogAppendTime");
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
}
