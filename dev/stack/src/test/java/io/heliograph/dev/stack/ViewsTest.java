/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.stack.StackStatus.Phase;
import io.heliograph.dev.stack.process.ProcessState;
import io.heliograph.dev.stack.process.ProcessStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people and Prometheus see of a status. */
class ViewsTest {
  private static final ProcessStatus KAFKA =
      new ProcessStatus(
          "kafka", ProcessState.HEALTHY, 42, 9092, 9093, 1, 200L << 20, 500, "", 0, "kafka.log");
  private static final ProcessStatus GATEWAY =
      new ProcessStatus(
          "gateway",
          ProcessState.BACKOFF,
          0,
          4317,
          4319,
          3,
          -1,
          600,
          "exited with code 7, is started again\nand more",
          0,
          "gateway.log");
  private static final JobStatus TRACE =
      new JobStatus("trace", "abc", "RUNNING", true, 1_500, 12, 2, "carried on from chk-7");
  private static final JobStatus LOG =
      new JobStatus("log", "", "LOST", false, -1, -1, 0, "the JobManager does not know it");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(out, true, StandardCharsets.UTF_8),
          false);

  @Test
  void table_hasARowForEachProcessAndJob() {
    String table =
        new StatusTable(console)
            .of(status(Phase.RUNNING, "", List.of(KAFKA, GATEWAY), List.of(TRACE, LOG)));

    assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "PROCESS PID PORT METRICS STATE RESTARTS RSS LIMIT",
            "kafka 42 9092 9093 healthy 1 200 MB 500 MB",
            "gateway - 4317 4319 backoff 3 - 600 MB exited with code 7, is started again",
            "supervisor 7 - 4100 running 0 - -",
            "trace abc running 1.5 s ago 12 2",
            "log - lost (!) none - 0 the JobManager does not know it",
            "not healthy");
  }

  @Test
  void allWell_oneSickProcessOrJob_isNot() {
    assertThat(StackStatus.allWell(List.of(KAFKA), List.of(TRACE))).isTrue();
    assertThat(StackStatus.allWell(List.of(KAFKA, GATEWAY), List.of(TRACE))).isFalse();
    assertThat(StackStatus.allWell(List.of(KAFKA), List.of(TRACE, LOG))).isFalse();
  }

  @Test
  void metrics_arePrometheusText() {
    assertThat(
            Metrics.of(status(Phase.RUNNING, "", List.of(KAFKA, GATEWAY), List.of(TRACE))).lines())
        .contains(
            "heliograph_stack_healthy 0",
            "heliograph_process_up{process=\"kafka\"} 1",
            "heliograph_process_up{process=\"gateway\"} 0",
            "heliograph_process_restarts_total{process=\"gateway\"} 3",
            "heliograph_job_lag_records{job=\"trace\"} 12",
            "heliograph_job_resubmissions_total{job=\"trace\"} 2");
  }

  @Test
  void progress_toAFile_isALineForEachChange() {
    ProgressView view = new ProgressView(console);
    StackStatus first = status(Phase.STARTING, "ending gateway", List.of(KAFKA), List.of());

    view.show(first);
    view.show(first);
    view.show(status(Phase.STARTING, "", List.of(KAFKA, GATEWAY), List.of()));

    assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(10).strip()))
        .containsExactly(
            "ending gateway", "kafka          healthy  port 9092", "gateway        backoff");
  }

  private static StackStatus status(
      Phase phase, String activity, List<ProcessStatus> processes, List<JobStatus> jobs) {
    return new StackStatus(
        phase, false, activity, "", 7, 4100, 1L << 30, processes, List.of(), jobs, Map.of());
  }
}
