/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.FragmentDedup;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.protocol.Signal;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogCountsTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static final long MINUTE = 1_700_000_040_000L;
  private static final long YEAR_2100_NANOS = 4_102_444_800_000_000_000L;

  @Test
  void logs_areCountedOnce_whateverTheirTime() throws Exception {
    byte[] logs =
        LogCountingTest.request(
            LogCountingTest.logs(
                "orders",
                LogCountingTest.log(MINUTE * 1_000_000, 9),
                LogCountingTest.log(MINUTE * 1_000_000, 9),
                LogCountingTest.log(1, 17),
                LogCountingTest.log(YEAR_2100_NANOS, 17)));
    Batches batches =
        new Batches(Signal.LOGS)
            .add(MINUTE, 4, "k", logs)
            .add(MINUTE, 4, "k", logs)
            .add(MINUTE, 4, "", logs)
            .add(MINUTE, 9, "", new byte[] {1, 2, 3});
    CollectingSink<LogCount> sink = new CollectingSink<>();
    StreamExecutionEnvironment env = Flink.environment();
    LogCounts.attach(
        FragmentDedup.apply(
            env.fromSource(batches.source(), WatermarkStrategy.noWatermarks(), "logs").uid("logs"),
            "logs-dedup"),
        sink);

    env.execute();

    assertThat(
            sink.collected().stream()
                .collect(
                    Collectors.groupingBy(
                        LogCount::minuteMillis, Collectors.summingLong(LogCount::count))))
        .containsOnly(
            java.util.Map.entry(MINUTE, 4L),
            java.util.Map.entry(0L, 2L),
            java.util.Map.entry(YEAR_2100_NANOS / 1_000_000, 2L));
  }

  @Test
  void count_isSerializedWithoutReflection() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(LogCount.class);
  }
}
