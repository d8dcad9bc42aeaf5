/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.util.List;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The Kafka source of every job. */
public final class FragmentSource {
  /** Kafka's default of 500 would be 55 MB of ordinary fragments, and half a gigabyte of large. */
  private static final int MAX_POLL_RECORDS = 16;

  private static final int BULK_BYTES = 256 << 10;
  private static final int BULK_WAIT_MILLIS = 200;

  private FragmentSource() {}

  /**
   * Reads topics from where the job's consumer group stopped, else from the beginning. Offsets in
   * Flink's checkpoint win over those; the group's offsets are there for a job that starts without
   * a checkpoint, and for whoever watches the lag.
   */
  public static KafkaSource<Fragment> kafka(JobSettings settings, String job, String... topics) {
    return builder(settings, job, OffsetResetStrategy.EARLIEST, topics).build();
  }

  /**
   * The same for topics of many records: the broker waits up to {@value #BULK_WAIT_MILLIS} ms for
   * {@value #BULK_BYTES} bytes to come together, since each answer costs both sides the same,
   * however little is in it.
   */
  public static KafkaSource<Fragment> bulk(JobSettings settings, String job, String... topics) {
    return builder(settings, job, OffsetResetStrategy.EARLIEST, topics)
        .setProperty("fetch.min.bytes", Integer.toString(BULK_BYTES))
        .setProperty("fetch.max.wait.ms", Integer.toString(BULK_WAIT_MILLIS))
        .build();
  }

  /**
   * The same for a job to which only what happens now matters: where it never was before, it starts
   * at the end.
   */
  public static KafkaSource<Fragment> latest(JobSettings settings, String job, String... topics) {
    return builder(settings, job, OffsetResetStrategy.LATEST, topics).build();
  }

  @SuppressWarnings("deprecation") // OffsetResetStrategy: the connector has no other way
  private static KafkaSourceBuilder<Fragment> builder(
      JobSettings settings, String job, OffsetResetStrategy otherwise, String... topics) {
    return KafkaSource.<Fragment>builder()
        .setBootstrapServers(settings.kafka())
        .setGroupId("heliograph-" + job)
        .setClientIdPrefix("heliograph-" + job)
        .setTopics(List.of(topics))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(otherwise))
        .setDeserializer(new FragmentDeserializer())
        .setProperty("commit.offsets.on.checkpoint", "true")
        .setProperty("partition.discovery.interval.ms", "30000")
        // Fragments are up to 1 MiB: a few of them keep a task busy, many only fill the heap. The
        // consumer holds about one fetch, compressed; of what it has decompressed one handful is
        // being read, one is queued and one waits for its place there.
        .setProperty("max.partition.fetch.bytes", Integer.toString(1 << 20))
        .setProperty("fetch.max.bytes", Integer.toString(4 << 20))
        .setProperty("max.poll.records", Integer.toString(MAX_POLL_RECORDS))
        .setProperty("source.reader.element.queue.capacity", "1")
        .setProperty("isolation.level", "read_committed");
  }
}
