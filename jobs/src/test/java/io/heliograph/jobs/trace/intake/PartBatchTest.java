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

class PartBatchTest {
  private static final PartBatch BATCH = new PartBatch(3, new byte[] {5, 6});

  private final TypeSerializer<PartBatch> serializer =
      TypeInformation.of(PartBatch.class).createSerializer(new SerializerConfigImpl());

  private static void assertIsBatch(PartBatch batch) {
    assertThat(batch).usingRecursiveComparison().isEqualTo(BATCH);
  }

  private byte[] serialize() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(BATCH, out);
    return out.getCopyOfBuffer();
  }

  @Test
  void typeInformation_ofTheRecord_isOurs() throws Exception {
    TypeInformation<PartBatch> type = TypeInformation.of(PartBatch.class);
    assertThat(type).isInstanceOf(RecordType.class);
    assertThat(type.getTypeClass()).isEqualTo(PartBatch.class);
    assertThat(InstantiationUtil.clone(type)).isEqualTo(type).hasSameHashCodeAs(type);
    assertThat(serializer).isInstanceOf(PartBatchSerializer.class);
  }

  @Test
  void serialize_batch_comesBackAsItWas() throws Exception {
    assertIsBatch(serializer.deserialize(new DataInputDeserializer(serialize())));
    assertIsBatch(serializer.deserialize(BATCH, new DataInputDeserializer(serialize())));
  }

  /** Records between operators may be restored in this form. */
  @Test
  void serialize_goldenVersion2_stays() throws Exception {
    assertThat(serialize()).isEqualTo(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 2, 5, 6});
  }

  @Test
  void copy_bytes_areABatch() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(serialize()), out);
    assertThat(out.getCopyOfBuffer()).isEqualTo(serialize());
  }

  @Test
  void deserialize_otherVersion_isRefused() throws Exception {
    byte[] bytes = serialize();
    bytes[0] = 1; // had the key before the time
    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
        .hasMessage("parts of traces of version 1; known is 2");
  }

  @Test
  void snapshot_written_restoresTheSerializer() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<PartBatch> restored =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
    assertIsBatch(restored.restoreSerializer().deserialize(new DataInputDeserializer(serialize())));
  }
}
