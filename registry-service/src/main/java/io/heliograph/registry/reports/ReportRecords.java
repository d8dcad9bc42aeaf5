/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.MessageLite;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionNotice;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** Reports as records of Kafka. Pure. */
final class ReportRecords {
  /** Of notices. */
  static final String NOTICES = Signal.PROBES.topic();

  private ReportRecords() {}

  /** What a notice is sorted by. */
  static String key(ProtectionNotice notice) {
    return notice.getNamespace() + "/" + notice.getService();
  }

  /** The partition that the gateway would choose, so that reports of an instance stay in order. */
  static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }

  static ProducerRecord<byte[], byte[]> of(int partition, Notices.Waiting waiting) {
    ProducerRecord<byte[], byte[]> record =
        of(
            NOTICES,
            partition,
            ProbeResultBatch.newBuilder().addProtections(waiting.notice()).build(),
            1);
    record.headers().add(FragmentHeaders.IDEMPOTENCY_KEY, waiting.key().getBytes(UTF_8));
    return record;
  }

  static ProducerRecord<byte[], byte[]> of(
      String topic, int partition, MessageLite batch, int items) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, null, batch.toByteArray());
    record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(items));
    return record;
  }
}
