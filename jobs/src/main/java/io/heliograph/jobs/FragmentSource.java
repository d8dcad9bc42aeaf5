/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.util.List;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The Kafka source of every job. */
public final class FragmentSource {
  private FragmentSource() {}

  /**
   * Reads topics from where the job's consumer group stopped, else from the beginning. Offsets in
   * Flink's checkpoint win over those; the group's offsets are there for a job that starts without
   * a checkpoint, and for whoever watches the lag.
   */
  @SuppressWarnings("deprecation") // OffsetResetStrategy: the connector has no other way
  public static KafkaSource<Fragment> kafka(JobSettings settings, String job, String... topics) {
    return KafkaSource.<Fragment>builder()
        .setBootstrapServers(settings.kafka())
        .setGroupId("heliograph-" + job)
        .setClientIdPrefix("heliograph-" + job)
        .setTopics(List.of(topics))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new FragmentDeserializer())
        .setProperty("commit.offsets.on.checkpoint", "true")
        .setProperty("partition.discovery.interval.ms", "30000")
        // a fragment is up to 1 MiB; a few of them per partition are enough to keep a task busy
        .setProperty("max.partition.fetch.bytes", "4194304")
        .setProperty("fetch.max.bytes", "16777216")
        .setProperty("max.poll.records", "100")
        .setProperty("isolation.level", "read_committed")
        .build();
  }
}
