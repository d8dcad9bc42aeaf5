/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;

/** The Flink jobs themselves, by the metrics of Flink's Prometheus reporter. */
final class JobPanels {
  private JobPanels() {}

  static List<Panel> define() {
    return List.of(busy(), backPressure(), restarts(), sink());
  }

  private static Panel busy() {
    return Panel.of(
            Drawing.LINES,
            "Busiest task of each job",
            "Share of a second in which the task worked. At 100 % the job has no reserve: give it"
                + " more parallelism.",
            Query.prometheus(
                "max by (job_name) (flink_taskmanager_job_task_busyTimeMsPerSecond) / 1000",
                "{{job_name}}"))
        .withSize(8, 7)
        .withUnit("percentunit");
  }

  private static Panel backPressure() {
    return Panel.of(
            Drawing.LINES,
            "Back-pressure",
            "Share of a second in which a task waited for the one after it, which is what happens"
                + " while ClickHouse is away.",
            Query.prometheus(
                "max by (job_name) (flink_taskmanager_job_task_backPressuredTimeMsPerSecond)"
                    + " / 1000",
                "{{job_name}}"))
        .withSize(8, 7)
        .withUnit("percentunit");
  }

  private static Panel restarts() {
    return Panel.of(
            Drawing.LINES,
            "Restarts and failed checkpoints",
            "Both stay at 0 unless something died; the TaskManager's log says why.",
            Query.prometheus(
                "max by (job_name) (flink_jobmanager_job_numRestarts)", "{{job_name}} restarts"),
            Query.prometheus(
                "max by (job_name) (flink_jobmanager_job_numberOfFailedCheckpoints)",
                "{{job_name}} failed checkpoints"))
        .withSize(8, 7);
  }

  private static Panel sink() {
    return Panel.of(
            Drawing.LINES,
            "What the sink struggles with",
            "Retries: ClickHouse was away or busy. Poison rows: it refuses them, they are dead"
                + " letters. Slow-downs: too much waited for the next checkpoint.",
            Query.prometheus(sinkRate("retries"), "{{job_name}} retries"),
            Query.prometheus(sinkRate("poisonRows"), "{{job_name}} poison rows"),
            Query.prometheus(sinkRate("slowDowns"), "{{job_name}} slow-downs"))
        .withSize(24, 7)
        .withUnit("ops");
  }

  private static String sinkRate(String counter) {
    return "sum by (job_name) (rate(flink_taskmanager_job_task_operator_clickhouse_"
        + counter
        + "[$__rate_interval]))";
  }
}
