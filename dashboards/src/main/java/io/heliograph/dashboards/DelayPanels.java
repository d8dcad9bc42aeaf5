/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import io.heliograph.dashboards.Panel.Threshold;
import java.util.List;

/** How far what is stored lies behind what was sent. */
final class DelayPanels {
  private DelayPanels() {}

  static List<Panel> define() {
    return List.of(
        newestRows(),
        lag(),
        checkpointAge(),
        checkpointDuration(),
        insertLatency(),
        acknowledgement());
  }

  private static Panel newestRows() {
    return Panel.of(
            Drawing.STAT,
            "Age of the newest row",
            "How old the newest span and log record are. Grows while nothing is sent, too: read it"
                + " beside the rates below.",
            Query.table(
                """
                SELECT 'spans' AS signal, date_diff('millisecond', max(Timestamp), now64(9)) AS age
                FROM otel_traces WHERE $__timeFilter(Timestamp)
                UNION ALL
                SELECT 'logs' AS signal, date_diff('millisecond', max(Timestamp), now64(9)) AS age
                FROM otel_logs WHERE $__timeFilter(TimestampTime)
                """))
        .withSize(6, 8)
        .withUnit("ms")
        .withThresholds(
            new Threshold(Double.NEGATIVE_INFINITY, "green"),
            new Threshold(10_000, "orange"),
            new Threshold(60_000, "red"));
  }

  private static Panel lag() {
    return Panel.of(
            Drawing.LINES,
            "Lag behind Kafka, records",
            "Kafka records (fragments of many items) that a job has still to read.",
            Query.prometheus(
                "sum by (job_name) (flink_taskmanager_job_task_operator_pendingRecords)",
                "{{job_name}}"))
        .withSize(9, 8);
  }

  private static Panel checkpointAge() {
    return Panel.of(
            Drawing.LINES,
            "Checkpoint age",
            "Time since a job's last checkpoint completed. Rows become visible with it, and a"
                + " restart begins there: it should stay within a few intervals (2 s).",
            Query.prometheus(
                "time() - max by (job_name)"
                    + " (flink_jobmanager_job_lastCheckpointCompletedTimestamp > 0) / 1000",
                "{{job_name}}"))
        .withSize(9, 8)
        .withUnit("s");
  }

  private static Panel checkpointDuration() {
    return Panel.of(
            Drawing.LINES,
            "Checkpoint duration",
            "How long the last checkpoint took. Close to the interval means: the job can hardly"
                + " keep up.",
            Query.prometheus(
                "max by (job_name) (flink_jobmanager_job_lastCheckpointDuration)", "{{job_name}}"))
        .withSize(8, 8)
        .withUnit("ms");
  }

  private static Panel insertLatency() {
    return Panel.of(
            Drawing.LINES,
            "Insert latency",
            "How long ClickHouse took to confirm an insert of the sink, over its last 1,000.",
            Query.prometheus(insertMillis("0.5"), "{{job_name}} p50"),
            Query.prometheus(insertMillis("0.99"), "{{job_name}} p99"))
        .withSize(8, 8)
        .withUnit("ms");
  }

  private static Panel acknowledgement() {
    return Panel.of(
            Drawing.LINES,
            "Kafka's acknowledgement",
            "How long the gateway waited for Kafka before it could answer a sender.",
            Query.prometheus(acknowledgementQuantile("0.5"), "p50"),
            Query.prometheus(acknowledgementQuantile("0.99"), "p99"))
        .withSize(8, 8)
        .withUnit("s");
  }

  private static String insertMillis(String quantile) {
    return "max by (job_name)"
        + " (flink_taskmanager_job_task_operator_clickhouse_insertMillis{quantile=\"%s\"})"
            .formatted(quantile);
  }

  private static String acknowledgementQuantile(String quantile) {
    return "histogram_quantile(%s, sum by (le)".formatted(quantile)
        + " (rate(heliograph_gateway_kafka_ack_seconds_bucket[$__rate_interval])))";
  }
}
