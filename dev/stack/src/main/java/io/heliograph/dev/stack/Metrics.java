/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessState;

/** The status as Prometheus reads it. */
final class Metrics {
  private Metrics() {}

  static String of(StackStatus status) {
    StringBuilder text = new StringBuilder();
    head(text, "heliograph_stack_healthy", "gauge", "1 if every process and every job is well");
    text.append("heliograph_stack_healthy ").append(bit(status.healthy())).append('\n');
    head(text, "heliograph_process_up", "gauge", "1 if the process answers its health check");
    status
        .processes()
        .forEach(
            p ->
                sample(
                    text,
                    "heliograph_process_up",
                    "process",
                    p.name(),
                    bit(p.state() == ProcessState.HEALTHY)));
    head(text, "heliograph_process_restarts_total", "counter", "how often it was started again");
    status
        .processes()
        .forEach(
            p ->
                sample(
                    text, "heliograph_process_restarts_total", "process", p.name(), p.restarts()));
    head(text, "heliograph_process_resident_bytes", "gauge", "resident memory");
    status
        .processes()
        .forEach(
            p ->
                sample(
                    text,
                    "heliograph_process_resident_bytes",
                    "process",
                    p.name(),
                    p.residentBytes()));
    head(text, "heliograph_job_up", "gauge", "1 if all tasks of the job run");
    status
        .jobs()
        .forEach(j -> sample(text, "heliograph_job_up", "job", j.name(), bit(j.healthy())));
    head(text, "heliograph_job_resubmissions_total", "counter", "how often it was lost");
    status
        .jobs()
        .forEach(
            j ->
                sample(
                    text,
                    "heliograph_job_resubmissions_total",
                    "job",
                    j.name(),
                    j.resubmissions()));
    head(text, "heliograph_job_lag_records", "gauge", "records in Kafka it has not committed");
    status
        .jobs()
        .forEach(j -> sample(text, "heliograph_job_lag_records", "job", j.name(), j.lag()));
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(
      StringBuilder text, String name, String label, String value, long number) {
    text.append(name)
        .append('{')
        .append(label)
        .append("=\"")
        .append(value)
        .append("\"} ")
        .append(number)
        .append('\n');
  }

  private static long bit(boolean value) {
    return value ? 1 : 0;
  }
}
