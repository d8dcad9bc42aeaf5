/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.protocol.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** What the stack wants to know of Kafka, and the topics it creates there. Thread-safe. */
final class KafkaQuestions implements AutoCloseable {
  private static final int HIGH_VOLUME_PARTITIONS = 4;
  private static final int PARTITIONS = 2;
  private static final Duration RETENTION = Duration.ofHours(24);
  private static final Duration SHORT_RETENTION = Duration.ofMinutes(10);
  private static final int REQUEST_MILLIS = 3_000;

  private final String bootstrapServers;
  private Admin admin; // guarded by this

  KafkaQuestions(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** What keeps Kafka from answering; nothing if it answers. */
  Optional<String> problem() throws InterruptedException {
    try {
      answer(admin().describeCluster().nodes());
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(bootstrapServers + ": " + e.getMessage());
    }
  }

  /**
   * Creates the topics of the contract that are missing.
   *
   * @return the names of those it created
   */
  List<String> createTopics() throws InterruptedException {
    Set<String> existing = answer(admin().listTopics().names());
    List<NewTopic> missing =
        Topics.all().stream()
            .filter(spec -> !existing.contains(spec.name()))
            .map(KafkaQuestions::topic)
            .toList();
    for (KafkaFuture<Void> created : admin().createTopics(missing).values().values()) {
      try {
        answer(created);
      } catch (TopicExistsException e) {
        // somebody else was faster
      }
    }
    return missing.stream().map(NewTopic::name).toList();
  }

  static NewTopic topic(Topics.Spec spec) {
    return new NewTopic(
            spec.name(),
            Optional.of(spec.highVolume() ? HIGH_VOLUME_PARTITIONS : PARTITIONS),
            Optional.empty())
        .configs(configs(spec));
  }

  private static Map<String, String> configs(Topics.Spec spec) {
    if (spec.compacted()) {
      return Map.of("cleanup.policy", "compact");
    }
    Map<String, String> configs = new HashMap<>();
    // the jobs judge in log time: it must be the broker's clock, not each writer's own
    configs.put("message.timestamp.type", "LogAppendTime");
    if (spec.shortLived()) {
      // a segment that is still written to would outlive its retention
      configs.put("segment.ms", Long.toString(SHORT_RETENTION.toMillis()));
      configs.put("retention.ms", Long.toString(SHORT_RETENTION.toMillis()));
    } else {
      configs.put("retention.ms", Long.toString(RETENTION.toMillis()));
    }
    return configs;
  }

  /**
   * Forgets where a group was in a topic that its job reads no more, or it would count as a lag
   * that grows for ever.
   */
  void forgetOffsets(String group, String topic) throws InterruptedException {
    Set<TopicPartition> read =
        committed(List.of(group)).get(group).keySet().stream()
            .filter(partition -> partition.topic().equals(topic))
            .collect(Collectors.toSet());
    if (!read.isEmpty()) {
      answer(admin().deleteConsumerGroupOffsets(group, read).all());
    }
  }

  /** Where each group would go on, by partition; empty for a group that has committed nothing. */
  Map<String, Map<TopicPartition, Long>> committed(List<String> groups)
      throws InterruptedException {
    var answers =
        admin()
            .listConsumerGroupOffsets(
                groups.stream()
                    .collect(Collectors.toMap(g -> g, g -> new ListConsumerGroupOffsetsSpec())));
    Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
    for (String group : groups) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      answer(answers.partitionsToOffsetAndMetadata(group))
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  offsets.put(partition, offset.offset());
                }
              });
      committed.put(group, offsets);
    }
    return committed;
  }

  /** The offsets after the last record of each partition that any of the groups has committed. */
  Map<TopicPartition, Long> ends(Map<String, Map<TopicPartition, Long>> committed)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    committed
        .values()
        .forEach(offsets -> offsets.keySet().forEach(p -> latest.put(p, OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    answer(admin().listOffsets(latest).all()).forEach((p, info) -> ends.put(p, info.offset()));
    return ends;
  }

  /**
   * How many records each group has not committed yet, summed over the partitions it ever
   * committed; empty for a group that has committed nothing.
   */
  Map<String, OptionalLong> lags(List<String> groups) throws InterruptedException {
    Map<String, Map<TopicPartition, Long>> committed = committed(groups);
    Map<TopicPartition, Long> ends = ends(committed);
    Map<String, OptionalLong> lags = new HashMap<>();
    committed.forEach((group, offsets) -> lags.put(group, lag(offsets, ends)));
    return lags;
  }

  static OptionalLong lag(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends) {
    return committed.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            committed.entrySet().stream()
                .mapToLong(e -> Math.max(0, ends.getOrDefault(e.getKey(), 0L) - e.getValue()))
                .sum());
  }

  private synchronized Admin admin() {
    if (admin == null) {
      admin =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                  AdminClientConfig.CLIENT_ID_CONFIG, "heliograph-stack",
                  AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500",
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(REQUEST_MILLIS),
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000"));
    }
    return admin;
  }

  private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(2L * REQUEST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("no answer within " + 2 * REQUEST_MILLIS + " ms", e);
    }
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }
}
