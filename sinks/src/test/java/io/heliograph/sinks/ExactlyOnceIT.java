/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import io.heliograph.dev.clickhouse.ClickHouseProcess;
import io.heliograph.dev.clickhouse.ClickHouseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job into a real ClickHouse, while one or the other is killed: each row is there, once. */
class ExactlyOnceIT {
  private static final long ORDERS = 60_000;
  private static final double PER_SECOND = 12_000;
  private static final int POISON_EVERY = 20_000;

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

  @TempDir static Path directory;
  private static ClickHouseProcess clickHouse;
  private static ClickHouseClient client;

  @BeforeAll
  static void startClickHouse() {
    clickHouse = ClickHouseProcess.start(ClickHouseSettings.onFreePorts(directory));
    client = clickHouse.client();
  }

  @AfterAll
  static void stopClickHouse() {
    clickHouse.kill();
  }

  @BeforeEach
  void createTables() {
    for (String table : List.of("orders", "dead_letters", "pipeline_ledger_deltas")) {
      client.query("DROP TABLE IF EXISTS " + table + " SYNC");
    }
    client.query(Fixtures.ORDERS_DDL);
    client.query(Fixtures.DEAD_LETTERS_DDL);
    client.query(Fixtures.LEDGER_DDL);
  }

  /** Orders 0 to N, each its own record; every {@value #POISON_EVERY}th is refused by the table. */
  private record OrderEncoder() implements RowEncoder<Long> {
    @Override
    public List<TableSchema> tables() {
      return List.of(Fixtures.ORDERS);
    }

    @Override
    public void encode(Long id, Blocks out) {
      out.origin("orders", "topic", 0, id, 0);
      out.count("orders", "accepted", 0, 1);
      out.rows("orders").appendItem(id, id % POISON_EVERY == 7 ? "poison" : "item" + id % 100);
    }
  }

  /** Fails now and then, as often as it is told to. */
  private static final class Fragile implements MapFunction<Long, Long> {
    private int seen;

    @Override
    public Long map(Long id) {
      if (++seen % 7_000 == 0 && FAILURES_LEFT.getAndDecrement() > 0) {
        throw new IllegalStateException("a failure that the test wants");
      }
      return id;
    }
  }

  private static JobClient start(int failures) throws Exception {
    FAILURES_LEFT.set(failures);
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    DataGeneratorSource<Long> orders =
        new DataGeneratorSource<>(
            i -> i, ORDERS, RateLimiterStrategy.perSecond(PER_SECOND), Types.LONG);
    ClickHouseSink<Long> sink =
        ClickHouseSink.<Long>builder()
            .id("orders")
            .encoder(new OrderEncoder())
            .connection(ClickHouseConnection.of(clickHouse.url(), "default", "default", ""))
            .countStored(true)
            .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
            .build();
    env.fromSource(orders, WatermarkStrategy.noWatermarks(), "orders")
        .map(new Fragile())
        .sinkTo(sink)
        .uid("sink");
    return env.executeAsync("orders");
  }

  private static long stored() {
    return Long.parseLong(client.value("SELECT count() FROM orders"));
  }

  private static void awaitStored(long rows) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> stored() > rows);
  }

  private static void finish(JobClient job) throws Exception {
    job.getJobExecutionResult().get(90, TimeUnit.SECONDS);
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.FINISHED);
    long poison = ORDERS / POISON_EVERY;
    assertThat(client.rows("SELECT count(), uniqExact(id), min(id), max(id) FROM orders"))
        .containsExactly(
            List.of(
                Long.toString(ORDERS - poison),
                Long.toString(ORDERS - poison),
                "0",
                Long.toString(ORDERS - 1)));
    assertThat(client.rows("SELECT offset, count FROM dead_letters ORDER BY offset"))
        .containsExactly(List.of("7", "1"), List.of("20007", "1"), List.of("40007", "1"));
    assertThat(
            client.rows(
                "SELECT stage, sum(count) FROM pipeline_ledger_deltas GROUP BY stage ORDER BY"
                    + " stage"))
        .containsExactly(
            List.of("accepted", Long.toString(ORDERS)),
            List.of("dead", Long.toString(poison)),
            List.of("stored", Long.toString(ORDERS - poison)));
  }

  @Test
  void job_undisturbed_storesEachRowOnce() throws Exception {
    finish(start(0));
  }

  @Test
  void job_failingAgainAndAgain_storesEachRowOnce() throws Exception {
    finish(start(6));
  }

  @Test
  void job_whoseTaskManagersDie_storesEachRowOnce(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    JobClient job = start(0);
    awaitStored(10_000);
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
    awaitStored(30_000);
    cluster.terminateTaskManager(1).get();
    cluster.startTaskManager();
    finish(job);
  }

  @Test
  void job_whoseClickHouseIsKilled_storesEachRowOnce() throws Exception {
    JobClient job = start(1);
    for (long rows : new long[] {5_000, 20_000, 35_000}) {
      awaitStored(rows);
      clickHouse.kill();
      clickHouse.restart();
    }
    finish(job);
  }

  @Test
  void job_whoseTaskManagerDiesWhileClickHouseIsAway_storesEachRowOnce(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    JobClient job = start(0);
    for (long rows : new long[] {5_000, 25_000}) {
      awaitStored(rows);
      clickHouse.kill();
      cluster.terminateTaskManager(0).get();
      cluster.startTaskManager();
      clickHouse.restart();
    }
    finish(job);
  }
}
