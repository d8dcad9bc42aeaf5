/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class StackTest {
  @Test
  void of_status_processesThatRunAndTheSupervisor() throws Exception {
    Stack stack =
        Stack.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"supervisorPid": 7, "processes": [
                      {"name": "kafka", "pid": 11}, {"name": "clickhouse", "pid": 0}]}
                    """));

    assertThat(stack.pids()).containsEntry("kafka", 11L).containsEntry("supervisor", 7L).hasSize(2);
    assertThat(stack.pid("clickhouse")).isZero();
  }

  @Test
  void counter_prometheusText_sumOfItsSeries() {
    String metrics =
        """
        # TYPE spans_total counter
        spans_total{transport="http"} 10.0
        spans_total{transport="grpc"} 5.0
        spans_total_other 3.0
        """;

    assertThat(ZipkinSubject.counter(metrics, "spans_total")).isEqualTo(15);
    assertThat(ZipkinSubject.counter(metrics, "absent")).isZero();
  }
}
