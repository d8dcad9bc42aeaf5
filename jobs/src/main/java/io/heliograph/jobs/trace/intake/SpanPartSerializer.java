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
 * Writes parts at a third of what Flink's own serializer of records takes. Each begins with a
 * version, so that later ones can be told apart.
 */
final class SpanPartSerializer extends ImmutableSerializer<SpanPart> {
  static final SpanPartSerializer INSTANCE = new SpanPartSerializer();

  private static final int VERSION = 1;

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<SpanPart> {
    @Override
    public TypeInformation<SpanPart> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new RecordType<>(SpanPart.class, INSTANCE);
    }
  }

  /** Found by Flink when it restores. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SpanPart> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }

  @Override
  public void serialize(SpanPart part, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(part.traceHigh());
    out.writeLong(part.traceLow());
    out.writeLong(part.logMillis());
    out.writeInt(part.spans());
    out.writeInt(part.encoded().length);
    out.write(part.encoded());
  }

  @Override
  public SpanPart deserialize(DataInputView in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("part of a trace of version " + version + "; known is " + VERSION);
    }
    long traceHigh = in.readLong();
    long traceLow = in.readLong();
    long logMillis = in.readLong();
    int spans = in.readInt();
    byte[] encoded = new byte[in.readInt()];
    in.readFully(encoded);
    return new SpanPart(traceHigh, traceLow, logMillis, spans, encoded);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public SpanPartSerializer duplicate() {
    return this;
  }

  @Override
  public TypeSerializerSnapshot<SpanPart> snapshotConfiguration() {
    return new Snapshot();
  }
}
