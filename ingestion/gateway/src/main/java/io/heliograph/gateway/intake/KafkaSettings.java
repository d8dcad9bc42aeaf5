/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How the gateway talks to Kafka.
 *
 * @param bufferBytes most that unacknowledged records may occupy in the producer
 * @param deliveryTimeout how long a record may wait for its acknowledgement; below the 10 s after
 *     which OpenTelemetry's exporters give up, so that they hear a clear answer
 * @param compression lz4, zstd or none
 */
public record KafkaSettings(
    String bootstrapServers, long bufferBytes, Duration deliveryTimeout, String compression) {
  /** Most a send may block its thread for metadata or buffer space. */
  static final Duration MAX_BLOCK = Duration.ofSeconds(2);

  private static final int BATCH_BYTES = 256 * 1024;
  private static final int LINGER_MILLIS = 5;
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  Map<String, Object> producer() {
    long timeout = deliveryTimeout.toMillis();
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "heliograph-gateway");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(5_000, timeout / 2));
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    // a signal that pauses shall not pay for a metadata request, on a receiver's thread, later
    config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
    config.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 30_000L);
    return config;
  }

  Map<String, Object> admin() {
    Map<String, Object> config = new HashMap<>();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "heliograph-gateway-watch");
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_500);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
    config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    return config;
  }
}
