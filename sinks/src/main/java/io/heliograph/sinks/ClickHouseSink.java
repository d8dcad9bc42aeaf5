/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes a stream into ClickHouse tables, each row exactly once, as long as every table named keeps
 * a deduplication window.
 *
 * @param <T> the element
 */
public final class ClickHouseSink<T> implements Sink<T>, SupportsCommitter<SinkCommittable> {
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
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    throw new UnsupportedOperationException("coming");
  }

  @Override
  public Committer<SinkCommittable> createCommitter(CommitterInitContext context) {
    throw new UnsupportedOperationException("coming");
  }

  @Override
  public SimpleVersionedSerializer<SinkCommittable> getCommittableSerializer() {
    throw new UnsupportedOperationException("coming");
  }
}
