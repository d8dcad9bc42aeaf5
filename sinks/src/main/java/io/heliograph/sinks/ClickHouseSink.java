/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Writes a stream into ClickHouse tables, each row exactly once, as long as every table named keeps
 * a deduplication window and the job checkpoints. Rows become visible when the checkpoint that
 * covers them completes. How that holds: see this module's README.
 *
 * @param <T> the element
 */
public final class ClickHouseSink<T>
    implements Sink<T>,
        SupportsCommitter<SinkCommittable>,
        SupportsPreCommitTopology<SinkCommittable, SinkCommittable> {
  private static final long serialVersionUID = 1;

  private final SinkSettings settings;
  private final RowEncoder<T> encoder;

  ClickHouseSink(SinkSettings settings, RowEncoder<T> encoder) {
    this.settings = settings;
    this.encoder = encoder;
  }

  /** A builder with the defaults set; id, encoder and connection are required. */
  public static <T> ClickHouseSinkBuilder<T> builder() {
    return new ClickHouseSinkBuilder<>();
  }

  @Override
  public CommittingSinkWriter<T, SinkCommittable> createWriter(WriterInitContext context) {
    // unique to this attempt: what an earlier attempt encoded and never committed was never sent
    String tokenPrefix =
        settings.id()
            + "-"
            + UUID.randomUUID()
            + "-"
            + context.getTaskInfo().getIndexOfThisSubtask()
            + "-";
    return new ClickHouseWriter<>(
        encoder, settings, tokenPrefix, WriterMetrics.register(context.metricGroup()));
  }

  @Override
  public DataStream<CommittableMessage<SinkCommittable>> addPreCommitTopology(
      DataStream<CommittableMessage<SinkCommittable>> committables) {
    if (!committables.getExecutionEnvironment().getCheckpointConfig().isCheckpointingEnabled()) {
      throw new IllegalStateException(
          "sink "
              + settings.id()
              + " stores rows when a checkpoint completes, and the job takes none: set"
              + " execution.checkpointing.interval");
    }
    return committables
        .transform(
            "escrow", committables.getType(), new Escrow(settings, ClickHouseCommitter::over))
        .uid("escrow");
  }

  /** Gets only what checkpoints hold that were taken before there was an {@link Escrow}. */
  @Override
  public Committer<SinkCommittable> createCommitter(CommitterInitContext context) {
    return new FormerCommitter(settings, context.metricGroup());
  }

  @Override
  public SimpleVersionedSerializer<SinkCommittable> getWriteResultSerializer() {
    return new CommittableSerializer();
  }

  @Override
  public SimpleVersionedSerializer<SinkCommittable> getCommittableSerializer() {
    return new CommittableSerializer();
  }
}
