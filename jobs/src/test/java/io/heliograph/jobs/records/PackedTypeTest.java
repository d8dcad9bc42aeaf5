/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PackedTypeTest {
  /** Two names. */
  public record Pair(String one, String other) {}

  static final class PairSerializer extends RecordSerializer<Pair> {
    private static final long serialVersionUID = 1;

    /** Found by Flink when it restores. */
    public static final class Snapshot extends RecordSnapshot<Pair> {
      public Snapshot() {
        super(PairSerializer::new);
      }
    }

    @Override
    protected int version() {
      return 1;
    }

    @Override
    protected void write(Pair pair, RecordOutput out) {
      out.text(pair.one);
      out.text(pair.other);
    }

    @Override
    protected Pair read(RecordInput in, int version) throws IOException {
      return new Pair(in.name(), in.text());
    }

    @Override
    public PairSerializer duplicate() {
      return new PairSerializer();
    }

    @Override
    public Snapshot snapshotConfiguration() {
      return new Snapshot();
    }
  }

  private static final Pair LONG = new Pair("orders", "x".repeat(1_000));
  private static final Pair SHORT = new Pair("orders", "注册");

  private final PackedType<Pair> type = new PackedType<>(Pair.class, new PairSerializer());
  private final TypeSerializer<Object> serializer =
      type.createSerializer(new SerializerConfigImpl());

  private byte[] written(Object... kept) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    for (Object one : kept) {
      serializer.serialize(one, out);
    }
    return out.getCopyOfBuffer();
  }

  @Test
  void records_comeBack_andShareTheirNames() throws IOException {
    Object longer = type.pack(LONG);
    Object shorter = type.pack(SHORT);

    assertThat(type.unpack(longer)).isEqualTo(LONG);
    assertThat(type.unpack(shorter)).isEqualTo(SHORT);
    assertThat(type.unpack(longer)).isEqualTo(LONG);
    assertThat(type.unpack(longer).one()).isSameAs(type.unpack(shorter).one());
  }

  @Test
  void nothing_isNothing_andARecordIsItself() throws IOException {
    assertThat(type.unpack(null)).isNull();
    assertThat(type.unpack(LONG)).isSameAs(LONG);
  }

  @Test
  void canonicalSavepoint_writtenByTheSerializerThatItsSnapshotNames_holdsTheSameBytes()
      throws IOException {
    TypeSerializer<Object> named = serializer.snapshotConfiguration().restoreSerializer();
    DataOutputSerializer out = new DataOutputSerializer(16);
    named.serialize(type.pack(LONG), out);

    assertThat(out.getCopyOfBuffer()).isEqualTo(written(LONG));
  }

  @Test
  void checkpoint_holdsTheSameBytes_packedOrNot() throws IOException {
    DataOutputSerializer records = new DataOutputSerializer(16);
    new PairSerializer().serialize(LONG, records);
    new PairSerializer().serialize(SHORT, records);

    assertThat(written(type.pack(LONG), type.pack(SHORT)))
        .isEqualTo(written(LONG, SHORT))
        .isEqualTo(records.getCopyOfBuffer());
    DataInputDeserializer in = new DataInputDeserializer(records.getCopyOfBuffer());
    assertThat(type.unpack(serializer.deserialize(in))).isEqualTo(LONG);
    assertThat(type.unpack(serializer.deserialize(in))).isEqualTo(SHORT);
  }

  @Test
  void checkpoint_namesTheSerializerOfTheRecord() {
    assertThat(serializer.snapshotConfiguration()).isInstanceOf(PairSerializer.Snapshot.class);
    assertThat(serializer.duplicate()).isEqualTo(serializer).isNotSameAs(serializer);
  }

  @Test
  void block_thatIsDamaged_isRefused() {
    byte[] block = (byte[]) type.pack(SHORT);
    block[0] = 7;

    assertThatThrownBy(() -> type.unpack(block))
        .isInstanceOf(IOException.class)
        .hasMessage("record of version 7; known are 1 to 1");
  }
}
