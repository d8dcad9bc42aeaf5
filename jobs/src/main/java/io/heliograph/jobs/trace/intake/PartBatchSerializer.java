/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.records.ImmutableSerializer;
import io.heliograph.jobs.records.RecordType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes batches in one piece. Each begins with a version, so that later ones can be told apart.
 */
final class PartBatchSerializer extends ImmutableSerializer<PartBatch> {
  static final PartBatchSerializer INSTANCE = new PartBatchSerializer();

  private static final int VERSION = 2;

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<PartBatch> {
    @Override
    public TypeInformation<PartBatch> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new RecordType<>(PartBatch.class, INSTANCE);
    }
  }

  /** Found by Flink when it restores. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PartBatch> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }

  @Override
  public void serialize(PartBatch batch, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(batch.logMillis());
    out.writeInt(batch.encoded().length);
    out.write(batch.encoded());
  }

  @Override
  public PartBatch deserialize(DataInputView in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("parts of traces of version " + version + "; known is " + VERSION);
    }
    long logMillis = in.readLong();
    byte[] encoded = new byte[in.readInt()];
    in.readFully(encoded);
    return new PartBatch(logMillis, encoded);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public PartBatchSerializer duplicate() {
    return this;
  }

  @Override
  public TypeSerializerSnapshot<PartBatch> snapshotConfiguration() {
    return new Snapshot();
  }
}
