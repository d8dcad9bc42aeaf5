/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What a committer counts, from several threads; for the meaning see {@link SinkMetrics}. */
record CommitMetrics(
    Counter rows,
    Counter bytes,
    Counter inserts,
    Counter retries,
    Counter poisonRows,
    Counter fatalFailures,
    Histogram insertMillis) {
  private static final int LATENCY_WINDOW = 1_000;

  static CommitMetrics register(MetricGroup operator) {
    MetricGroup group = SinkMetrics.group(operator);
    return new CommitMetrics(
        counter(group, SinkMetrics.ROWS),
        counter(group, SinkMetrics.BYTES),
        counter(group, SinkMetrics.INSERTS),
        counter(group, SinkMetrics.RETRIES),
        counter(group, SinkMetrics.POISON_ROWS),
        counter(group, SinkMetrics.FATAL_FAILURES),
        group.histogram(
            SinkMetrics.INSERT_MILLIS, new DescriptiveStatisticsHistogram(LATENCY_WINDOW)));
  }

  private static Counter counter(MetricGroup group, String name) {
    return group.counter(name, new ThreadSafeSimpleCounter());
  }
}
