/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import static io.heliograph.jobs.message.AFact.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.Tables;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.JobSink;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventBatch;
import io.heliograph.v1.MessageEventKind;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A keyed job that fails and is restored leaves the rows and the ledger of a clean run. */
class MessageRecoveryIT {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static final int MESSAGES = 200;

  @BeforeAll
  static void migrate() {
    Tables.migrate(CLICKHOUSE);
  }

  private static MessageEventBatch batch(int message, MessageEventKind kind) {
    MessageEvent event =
        MessageEvent.newBuilder()
            .setMessageId("m-" + message)
            .setTopic("orders")
            .setKind(kind)
            .setService("frontend")
            .setConsumerGroup("billing")
            .setTimeUnixNano((START + message) * 1_000_000)
            .build();
    return MessageEventBatch.newBuilder().addItems(event).build();
  }

  /** Every message is consumed 50 messages after it was produced, and told twice. */
  private static Batches batches() {
    Batches batches = new Batches(Signal.MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      batches.add(START + i, 1, batch(i, MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED));
      int consumed = Math.floorMod(i - 50, MESSAGES);
      for (int twice = 0; twice < 2; twice++) {
        batches.add(START + i, 1, batch(consumed, MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED));
      }
    }
    return batches;
  }

  @Test
  void failures_leaveRowsAndLedgerOfACleanRun() throws Exception {
    JobSettings settings = Tables.settings(CLICKHOUSE, "");
    StreamExecutionEnvironment env = JobEnvironment.create(settings);
    MessagePipeline.define(
        env,
        batches().failingSource(150, 170, 330, 520),
        Duration.ofHours(6),
        JobSink.of(settings, "message", new MessageEncoder()));

    env.execute();

    assertThat(
            CLICKHOUSE.rows(
                "SELECT count(), uniqExact(message_id), countIf(outcome = 'consumed'),"
                    + " countIf(producer = 'frontend'), uniqExact(consumer_group)"
                    + " FROM message_traces"))
        .containsExactly(List.of("200", "200", "200", "200", "1"));
    assertThat(
            CLICKHOUSE.rows(
                "SELECT stage, sum(count) FROM pipeline_ledger GROUP BY stage ORDER BY stage"))
        .containsExactly(
            List.of("accepted", "600"), List.of("duplicate", "200"), List.of("stored", "600"));
  }
}
