/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import org.apache.flink.metrics.MetricGroup;

/**
 * Names of the sink's metrics, in group {@code clickhouse} of the writer and committer operators.
 * The unit is the name's last word.
 */
final class SinkMetrics {
  static final String GROUP = "clickhouse";

  /** Gauge of a writer: compressed bytes that wait for the next checkpoint. */
  static final String PENDING_BYTES = "pendingBytes";

  /** Counter of a writer: elements that could not be encoded, which became dead letters. */
  static final String ENCODE_FAILURES = "encodeFailures";

  /** Counter of a writer: pauses because too much was pending. */
  static final String SLOW_DOWNS = "slowDowns";

  /**
   * Counter of a committer: rows ClickHouse confirmed, dead letters and ledger rows not among them.
   */
  static final String ROWS = "rows";

  /** Counter of a committer: compressed bytes of inserts that ClickHouse confirmed. */
  static final String BYTES = "bytes";

  /** Counter of a committer: inserts that ClickHouse confirmed, of any table. */
  static final String INSERTS = "inserts";

  /** Counter of a committer: attempts that failed and were or will be made again. */
  static final String RETRIES = "retries";

  /** Counter of a committer: rows that ClickHouse refuses, which became dead letters. */
  static final String POISON_ROWS = "poisonRows";

  /** Counter of a committer: failures that no retry mends; each fails the job. */
  static final String FATAL_FAILURES = "fatalFailures";

  /**
   * Histogram of a committer: milliseconds from an attempt's start to ClickHouse's confirmation.
   */
  static final String INSERT_MILLIS = "insertMillis";

  private SinkMetrics() {}

  static MetricGroup group(MetricGroup operator) {
    return operator.addGroup(GROUP);
  }
}
