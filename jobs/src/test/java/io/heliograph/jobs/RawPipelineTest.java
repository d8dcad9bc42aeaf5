/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.ledger.DeadLetterEncoder;
import io.heliograph.jobs.log.LogEncoder;
import io.heliograph.jobs.metric.MetricEncoder;
import io.heliograph.jobs.trace.SpanEncoder;
import io.heliograph.sinks.RowEncoder;
import java.time.Duration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph only; {@link RawPipelineIT} runs it. */
class RawPipelineTest {
  private static final JobSettings SETTINGS =
      new JobSettings(
          "127.0.0.1:1",
          "http://127.0.0.1:1",
          "heliograph",
          "default",
          "",
          2,
          Duration.ofSeconds(2),
          100_000,
          32 << 20);

  static RowEncoder<?>[] encoders() {
    return new RowEncoder<?>[] {
      new SpanEncoder(), new LogEncoder(), new MetricEncoder(), new DeadLetterEncoder()
    };
  }

  /** Generic types and missing uids are refused by the settings of every job. */
  @ParameterizedTest
  @MethodSource("encoders")
  void define_graph_isOneChainedTaskWithoutGenericTypes(RowEncoder<Fragment> encoder) {
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(JobEnvironment.configuration(SETTINGS));
    RawPipeline.define(
        env,
        "spans",
        FragmentSource.kafka(SETTINGS, "trace", "heliograph.spans"),
        RawSink.of(SETTINGS, "raw-spans", encoder));

    JobGraph graph = env.getStreamGraph().getJobGraph();
    assertThat(graph.getNumberOfVertices()).isEqualTo(1);
    assertThat(graph.getVertices().iterator().next().getParallelism()).isEqualTo(2);
    assertThat(graph.getVertices().iterator().next().getName())
        .contains(
            "spans-source", "spans-dedup", "spans-sink: Writer", "escrow", "spans-sink: Committer");
    assertThat(graph.getCheckpointingSettings().getCheckpointCoordinatorConfiguration())
        .satisfies(
            checkpoints -> {
              assertThat(checkpoints.isExactlyOnce()).isTrue();
              assertThat(checkpoints.isUnalignedCheckpointsEnabled()).isFalse();
              assertThat(checkpoints.getCheckpointInterval()).isEqualTo(2_000);
            });
  }
}
