/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.protocol.FragmentHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Keeps the value's bytes as they are and reads the headers. Nothing here can fail on a bad record:
 * what cannot be decoded is found, and accounted for, further down.
 */
final class FragmentDeserializer implements KafkaRecordDeserializationSchema<Fragment> {
  private static final byte[] EMPTY = {};

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Fragment> out) {
    out.collect(fragment(record));
  }

  static Fragment fragment(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    return new Fragment(
        record.topic(),
        record.partition(),
        record.offset(),
        Math.max(0, record.timestamp()), // -1 in records from before Kafka 0.10
        FragmentHeaders.items(header(record, FragmentHeaders.ITEMS)),
        idempotencyKey(header(record, FragmentHeaders.IDEMPOTENCY_KEY)),
        false,
        value == null ? EMPTY : value);
  }

  /** A key over the limit is none: only a foreign producer can have written it. */
  private static String idempotencyKey(byte[] header) {
    if (header == null || header.length > FragmentHeaders.MAX_KEY_BYTES) {
      return "";
    }
    return new String(header, StandardCharsets.UTF_8);
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  @Override
  public TypeInformation<Fragment> getProducedType() {
    return TypeInformation.of(Fragment.class);
  }
}
