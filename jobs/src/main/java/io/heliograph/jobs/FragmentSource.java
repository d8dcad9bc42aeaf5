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
        // Fragments are up to 1 MiB: a few of them keep a task busy, many only fill the heap. At
        // most one fetch is being read, one is queued and one is under way.
        .setProperty("max.partition.fetch.bytes", Integer.toString(2 << 20))
        .setProperty("fetch.max.bytes", Integer.toString(8 << 20))
        .setProperty("source.reader.element.queue.capacity", "1")
        .setProperty("isolation.level", "read_committed")
        .build();
  }
}
