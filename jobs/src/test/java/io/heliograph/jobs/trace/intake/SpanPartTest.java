/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.records.RecordType;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class SpanPartTest {
  private static final SpanPart PART = new SpanPart(1, -2, 3, 4, new byte[] {5, 6});

  private final TypeSerializer<SpanPart> serializer =
      TypeInformation.of(SpanPart.class).createSerializer(new SerializerConfigImpl());

  private static void assertIsPart(SpanPart part) {
    assertThat(part).usingRecursiveComparison().isEqualTo(PART);
  }

  private byte[] serialize() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(PART, out);
    return out.getCopyOfBuffer();
  }

  @Test
  void typeInformation_ofTheRecord_isOurs() throws Exception {
    TypeInformation<SpanPart> type = TypeInformation.of(SpanPart.class);
    assertThat(type).isInstanceOf(RecordType.class);
    assertThat(type.getTypeClass()).isEqualTo(SpanPart.class);
    assertThat(InstantiationUtil.clone(type)).isEqualTo(type).hasSameHashCodeAs(type);
    assertThat(serializer).isInstanceOf(SpanPartSerializer.class);
  }

  @Test
  void serialize_part_comesBackAsItWas() throws Exception {
    assertIsPart(serializer.deserialize(new DataInputDeserializer(serialize())));
    assertIsPart(serializer.deserialize(PART, new DataInputDeserializer(serialize())));
  }

  /** Records between operators may be restored in this form. */
  @Test
  void serialize_goldenVersion1_stays() throws Exception {
    assertThat(serialize())
        .isEqualTo(
            new byte[] {
              1, 0, 0, 0, 0, 0, 0, 0, 1, -1, -1, -1, -1, -1, -1, -1, -2, 0, 0, 0, 0, 0, 0, 0, 3, 0,
              0, 0, 4, 0, 0, 0, 2, 5, 6
            });
  }

  @Test
  void copy_bytes_areAPart() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(serialize()), out);
    assertThat(out.getCopyOfBuffer()).isEqualTo(serialize());
  }

  @Test
  void deserialize_otherVersion_isRefused() throws Exception {
    byte[] bytes = serialize();
    bytes[0] = 2;
    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
        .hasMessage("part of a trace of version 2; known is 1");
  }

  @Test
  void snapshot_written_restoresTheSerializer() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<SpanPart> restored =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
    assertIsPart(restored.restoreSerializer().deserialize(new DataInputDeserializer(serialize())));
  }
}
