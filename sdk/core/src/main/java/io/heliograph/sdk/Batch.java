/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import java.util.List;

/**
 * Records that travel together under one idempotency key, for as long as it takes. Owned by the
 * send loop's thread.
 */
final class Batch {
  private final String key;
  private final List<QueuedRecord> records;
  private final long firstSentNanos;
  private int attempts;
  private long sentNanos;
  private long notBeforeNanos;

  Batch(String key, List<QueuedRecord> records, long now) {
    this.key = key;
    this.records = records;
    this.firstSentNanos = now;
    this.notBeforeNanos = now;
  }

  int size() {
    return records.size();
  }

  int attempts() {
    return attempts;
  }

  long firstSentNanos() {
    return firstSentNanos;
  }

  long sentNanos() {
    return sentNanos;
  }

  long notBeforeNanos() {
    return notBeforeNanos;
  }

  void sent(long now) {
    attempts++;
    sentNanos = now;
  }

  void repeatAt(long nanos) {
    notBeforeNanos = nanos;
  }

  IngestRequest request(long batchId) {
    IngestRequest.Builder request =
        IngestRequest.newBuilder().setBatchId(batchId).setIdempotencyKey(key);
    for (QueuedRecord record : records) {
      switch (record.kind()) {
        case HEARTBEAT -> request.addHeartbeats((Heartbeat) record.message());
        case PROBE -> request.addProbeResults((ProbeResult) record.message());
        case CONFIG_EVENT -> request.addConfigEvents((ConfigEvent) record.message());
        case MESSAGE_EVENT -> request.addMessageEvents((MessageEvent) record.message());
        case USAGE -> request.addUsages((RateLimitUsage) record.message());
      }
    }
    return request.build();
  }
}
