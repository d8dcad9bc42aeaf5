/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import com.google.protobuf.MessageLite;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reports that travel in batches and are dropped when they cannot.
 *
 * @param key what those have in common that have to stay in order; as the gateway sorts them
 */
record ReportKind<T extends MessageLite>(
    String topic, Function<T, String> key, Function<List<T>, MessageLite> batch) {
  static final ReportKind<ProbeResult> RESULTS =
      new ReportKind<>(
          Signal.PROBES.topic(),
          result -> key(result.getNamespace(), result.getService(), result.getInstanceId()),
          results -> ProbeResultBatch.newBuilder().addAllItems(results).build());

  static final ReportKind<Heartbeat> BEATS =
      new ReportKind<>(
          Signal.HEARTBEATS.topic(),
          beat -> key(beat.getNamespace(), beat.getService(), beat.getInstanceId()),
          beats -> HeartbeatBatch.newBuilder().addAllItems(beats).build());

  static final int MOST_ITEMS = 200;

  /** Of a batch, unless one report alone is larger; Kafka takes records of 1 MiB. */
  static final int MOST_BYTES = 256 << 10;

  private static String key(String namespace, String service, String id) {
    return namespace + "/" + service + "/" + id;
  }

  /** Divides reports into batches, in their order. */
  List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    List<T> last = List.of();
    int bytes = 0;
    for (T report : all) {
      int size = report.getSerializedSize();
      if (last.isEmpty() || last.size() >= MOST_ITEMS || bytes + size > MOST_BYTES) {
        last = new ArrayList<>();
        batches.add(last);
        bytes = 0;
      }
      last.add(report);
      bytes += size;
    }
    return batches;
  }
}
