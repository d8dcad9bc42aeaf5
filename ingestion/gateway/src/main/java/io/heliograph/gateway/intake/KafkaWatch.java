/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka again and again, on a thread of its own, which partitions the topics have, so that
 * requests are refused at once while Kafka is away instead of each waiting for its own timeout.
 * Kafka counts as away after two questions without an answer or after a send that timed out, and as
 * back with the next answer.
 */
final class KafkaWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration WHILE_UP = Duration.ofSeconds(1);
  private static final Duration WHILE_DOWN = Duration.ofMillis(250);
  private static final int FAILURES_TO_DOWN = 2;

  private final Admin admin;
  private final List<String> topics;
  private final String bootstrapServers;
  private final Thread thread;
  private volatile Map<String, Integer> partitions = Map.of();
  private volatile boolean up;
  private volatile boolean suspect;
  private volatile String trouble = "not asked yet";
  private volatile boolean closed;
  private int failures;

  KafkaWatch(KafkaSettings settings, List<String> topics) {
    this.admin = Admin.create(settings.admin());
    this.topics = topics;
    this.bootstrapServers = settings.bootstrapServers();
    this.thread = new Thread(this::run, "kafka-watch");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  int partitions(String topic) {
    return up ? partitions.getOrDefault(topic, 0) : 0;
  }

  String trouble(String topic) {
    return up
        ? "Kafka at " + bootstrapServers + " has no topic " + topic + " yet"
        : "Kafka at " + bootstrapServers + " does not answer: " + trouble;
  }

  boolean up() {
    return up;
  }

  /** Null if every topic can take records, else why not. */
  String missing() {
    for (String topic : topics) {
      if (partitions(topic) == 0) {
        return trouble(topic);
      }
    }
    return null;
  }

  /** A send timed out: do not wait for the next question to fail. */
  void suspect(String why) {
    suspect = true;
    down(why);
  }

  private void run() {
    while (!closed) {
      ask();
      try {
        Thread.sleep((up ? WHILE_UP : WHILE_DOWN).toMillis());
      } catch (InterruptedException stop) {
        return;
      }
    }
  }

  private void ask() {
    suspect = false;
    Map<String, Integer> found = new HashMap<>();
    try {
      Map<String, KafkaFuture<TopicDescription>> answers =
          admin.describeTopics(topics).topicNameValues();
      for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
        int count = count(answer.getValue());
        if (count > 0) {
          found.put(answer.getKey(), count);
        }
      }
      answered(found);
    } catch (ExecutionException | TimeoutException e) {
      failures++;
      if (failures >= FAILURES_TO_DOWN || !up) {
        down(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static int count(KafkaFuture<TopicDescription> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return answer.get(3, TimeUnit.SECONDS).partitions().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw e;
    }
  }

  private void answered(Map<String, Integer> found) {
    failures = 0;
    partitions = Map.copyOf(found);
    if (!up && !suspect) {
      up = true;
      LOG.info(
          "Kafka at {} answers; topics found: {} of {}",
          bootstrapServers,
          found.size(),
          topics.size());
    }
  }

  private synchronized void down(String why) {
    trouble = why;
    if (up) {
      up = false;
      LOG.warn("Kafka at {} does not answer, requests are refused: {}", bootstrapServers, why);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    admin.close(Duration.ofSeconds(1));
  }
}
