/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where the log is and how long a writer waits for it.
 *
 * @param bootstrapServers of Kafka
 * @param topic compacted; its partition 0 is the log, so that there is one order of all changes
 * @param writeDeadline after which a change that was not read back is answered as unavailable
 */
public record KafkaLogSettings(String bootstrapServers, String topic, Duration writeDeadline) {
  private static final int MAX_BLOCK_MILLIS = 2_000;
  private static final int DELIVERY_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 2_000;
  private static final long RECONNECT_MILLIS = 500;
  private static final int FETCH_WAIT_MILLIS = 200;

  /** The usual deadline. */
  public static KafkaLogSettings of(String bootstrapServers, String topic) {
    return new KafkaLogSettings(bootstrapServers, topic, Duration.ofSeconds(8));
  }

  Map<String, Object> consumer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "heliograph-registry-config");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000L);
    return config;
  }

  Map<String, Object> producer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "heliograph-registry-config");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
    return config;
  }
}
