/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionNotice;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** Reports as records of {@code heliograph.probes}. Pure. */
final class ReportRecords {
  static final String TOPIC = Signal.PROBES.topic();

  private ReportRecords() {}

  /** What a result is sorted by. */
  static String key(ProbeResult result) {
    return result.getNamespace() + "/" + result.getService() + "/" + result.getInstanceId();
  }

  /** What a notice is sorted by. */
  static String key(ProtectionNotice notice) {
    return notice.getNamespace() + "/" + notice.getService();
  }

  /** The partition that the gateway would choose, so that results of an instance stay in order. */
  static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }

  static ProducerRecord<byte[], byte[]> of(int partition, List<ProbeResult> results) {
    return record(
        partition, ProbeResultBatch.newBuilder().addAllItems(results).build(), results.size());
  }

  static ProducerRecord<byte[], byte[]> of(int partition, Notices.Waiting waiting) {
    ProducerRecord<byte[], byte[]> record =
        record(
            partition, ProbeResultBatch.newBuilder().addProtections(waiting.notice()).build(), 1);
    record.headers().add(FragmentHeaders.IDEMPOTENCY_KEY, waiting.key().getBytes(UTF_8));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> record(
      int partition, ProbeResultBatch batch, int items) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, partition, null, batch.toByteArray());
    record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(items));
    return record;
  }
}
