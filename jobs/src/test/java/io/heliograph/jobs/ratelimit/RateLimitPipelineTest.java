/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import static io.heliograph.jobs.ratelimit.AReport.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.Ledger;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.RateLimitUsageBatch;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitPipelineTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static RateLimitUsageBatch batch(String reporter, long windowMillis, long admitted) {
    RateLimitUsage usage =
        RateLimitUsage.newBuilder()
            .setRule("checkout")
            .setKey("merchant-7")
            .setWindowStartUnixNano(windowMillis * 1_000_000)
            .setLimit(100)
            .setAdmitted(admitted)
            .setReporterId(reporter)
            .build();
    return RateLimitUsageBatch.newBuilder().addItems(usage).build();
  }

  @Test
  void usages_becomeWindows_andEveryOneIsAccountedFor() throws Exception {
    Batches batches =
        new Batches(Signal.USAGE)
            .add(WINDOW + 1_000, 1, batch("orders-1", WINDOW, 10))
            .add(WINDOW + 1_000, 1, batch("orders-2", WINDOW, 5))
            .add(WINDOW + 2_000, 1, batch("orders-1", WINDOW, 12))
            .add(WINDOW + 2_000, 1, batch("orders-1", WINDOW, 12))
            .add(WINDOW + 2_000, 1, batch("orders-1", WINDOW - 3_600_000, 9))
            .add(WINDOW + 2_000, 1, batch("", WINDOW, 9));
    CollectingSink<RateLimitOutput> sink = new CollectingSink<>();
    StreamExecutionEnvironment env = Flink.environment();
    RateLimitPipeline.define(env, batches.source(), Duration.ofMinutes(10), sink);

    env.execute();

    WindowRow last =
        sink.collected().stream()
            .map(RateLimitOutput::row)
            .filter(Objects::nonNull)
            .max(Comparator.comparingLong(WindowRow::revision))
            .orElseThrow();
    assertThat(last.windowMillis()).isEqualTo(WINDOW);
    assertThat(last.admitted()).isEqualTo(17);
    assertThat(Ledger.of(sink.collected().stream().map(RateLimitOutput::outcome)))
        .isEqualTo(
            Map.of(
                "usage accepted", 6L,
                "usage stored", 4L,
                "usage dead", 2L,
                "usage late", 1L,
                "usage duplicate", 1L));
  }

  @ParameterizedTest
  @ValueSource(classes = {Usage.class, Report.class, RateLimitOutput.class, WindowState.class})
  void types_areSerializedWithoutReflection(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
