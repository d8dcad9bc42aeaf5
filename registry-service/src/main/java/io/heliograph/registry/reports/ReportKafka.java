/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the producer of reports is set: to give up soon, since old results would mislead. */
final class ReportKafka {
  private static final int MAX_BLOCK_MILLIS = 1_000;
  private static final int DELIVERY_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 2_000;
  private static final long RECONNECT_MILLIS = 1_000;
  private static final int LINGER_MILLIS = 10;
  private static final long BUFFER_BYTES = 4L << 20;

  private ReportKafka() {}

  static Map<String, Object> producer(String bootstrapServers) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "heliograph-registry-reports");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
    return config;
  }
}
