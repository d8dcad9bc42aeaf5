/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** What a writer counts; for the meaning see {@link SinkMetrics}. */
record WriterMetrics(
    Counter elements, Counter encodeFailures, Counter slowDowns, AtomicLong pendingBytes) {

  static WriterMetrics register(SinkWriterMetricGroup operator) {
    MetricGroup group = SinkMetrics.group(operator);
    AtomicLong pendingBytes = new AtomicLong();
    group.gauge(SinkMetrics.PENDING_BYTES, pendingBytes::get);
    return new WriterMetrics(
        operator.getNumRecordsSendCounter(),
        group.counter(SinkMetrics.ENCODE_FAILURES),
        group.counter(SinkMetrics.SLOW_DOWNS),
        pendingBytes);
  }
}
