/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.protocol.Topics;
import io.heliograph.v1.HealthAdvice;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Advice as records of topic {@code heliograph.health}: key namespace/service/instance_id, with
 * {@code %} and {@code /} in names as {@code %25} and {@code %2F}; value {@code HealthAdvice}, or
 * none once the instance is forgotten, which makes compaction drop it.
 */
final class AdviceRecords implements KafkaRecordSerializationSchema<Advice> {
  private static final long serialVersionUID = 1;

  /**
   * A sink that sends at once and waits for no checkpoint; a checkpoint waits for what was sent.
   * After a restart an advice may come again, and its revision says so.
   */
  static KafkaSink<Advice> sink(String kafka) {
    Properties settings = new Properties();
    settings.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "heliograph-health-advice");
    settings.setProperty(ProducerConfig.LINGER_MS_CONFIG, "5");
    settings.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return KafkaSink.<Advice>builder()
        .setBootstrapServers(kafka)
        .setKafkaProducerConfig(settings)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new AdviceRecords())
        .build();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Advice advice, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(Topics.HEALTH, key(advice.id()), value(advice));
  }

  static byte[] key(InstanceId id) {
    String key = escaped(id.namespace()) + "/" + escaped(id.service()) + "/";
    return (key + escaped(id.instanceId())).getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String name) {
    return name.replace("%", "%25").replace("/", "%2F");
  }

  @Nullable static byte[] value(Advice advice) {
    Verdict verdict = advice.verdict();
    if (verdict == null) {
      return null;
    }
    return HealthAdvice.newBuilder()
        .setNamespace(advice.id().namespace())
        .setService(advice.id().service())
        .setInstanceId(advice.id().instanceId())
        .setState(state(verdict.state()))
        .setScore(verdict.score())
        .setReason(verdict.reason())
        .setTimeUnixNano(advice.millis() * 1_000_000)
        .setRevision(advice.revision())
        .setBeatsItself(advice.beatsItself())
        .build()
        .toByteArray();
  }

  private static io.heliograph.v1.HealthState state(HealthState state) {
    return switch (state) {
      case WARMING -> io.heliograph.v1.HealthState.HEALTH_STATE_WARMING;
      case UP -> io.heliograph.v1.HealthState.HEALTH_STATE_UP;
      case SUSPECT -> io.heliograph.v1.HealthState.HEALTH_STATE_SUSPECT;
      case DOWN -> io.heliograph.v1.HealthState.HEALTH_STATE_DOWN;
      case DRAINING -> io.heliograph.v1.HealthState.HEALTH_STATE_DRAINING;
      case DISABLED -> io.heliograph.v1.HealthState.HEALTH_STATE_DISABLED;
    };
  }
}
