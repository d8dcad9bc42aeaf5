/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.FragmentDedup;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.Tables;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table adds up: a job that fails and is restored must add nothing twice. */
class LogCountsRecoveryIT {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static final long MINUTE = 1_700_000_040_000L;
  private static final int FRAGMENTS = 900;

  @BeforeAll
  static void migrate() {
    Tables.migrate(CLICKHOUSE);
  }

  @Test
  void failures_leaveTheCountsOfACleanRun() throws Exception {
    Batches batches = new Batches(Signal.LOGS);
    for (int i = 0; i < FRAGMENTS; i++) {
      long nanos = (MINUTE + i % 3 * 60_000L) * 1_000_000;
      byte[] logs =
          LogCountingTest.request(
              LogCountingTest.logs(
                  "orders", LogCountingTest.log(nanos, 9), LogCountingTest.log(nanos, 17)));
      batches.add(MINUTE, 2, "", logs);
    }
    JobSettings settings = Tables.settings(CLICKHOUSE, "");
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    LogCounts.attach(
        FragmentDedup.apply(
            env.fromSource(
                    batches.failingSource(120, 250, 490, 730),
                    WatermarkStrategy.noWatermarks(),
                    "logs")
                .uid("logs"),
            "logs-dedup"),
        JobSink.of(settings, "log-counts", new LogCountEncoder()));

    env.execute();

    assertThat(
            CLICKHOUSE.rows(
                "SELECT severity, count(), min(count), max(count) FROM log_pattern_counts"
                    + " WHERE service = 'orders' GROUP BY severity ORDER BY severity"))
        .containsExactly(List.of("ERROR", "3", "300", "300"), List.of("INFO", "3", "300", "300"));
  }
}
