/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class TextSerializerTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "4:shop6:orders8:orders-1",
          "\0\u007F\u0080\u00FF\u0100\u3FFF\u4000\uFFFF",
          "注册中心 \uD83D\uDEF0 \uD83D",
          "x".repeat(126),
          "x".repeat(127),
          "x".repeat(16_382),
          "é".repeat(16_383),
          "心".repeat(3_000_000));

  private static byte[] written(TypeSerializer<String> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    for (String text : TEXTS) {
      serializer.serialize(text, out);
    }
    return out.getCopyOfBuffer();
  }

  @Test
  void bytes_areThoseOfFlinksOwn() throws IOException {
    TypeSerializer<String> ours = TextType.KEY.createSerializer(new SerializerConfigImpl());

    assertThat(written(ours)).isEqualTo(written(StringSerializer.INSTANCE));
  }

  @Test
  void texts_comeBack_andAreCopied() throws IOException {
    TextSerializer serializer = new TextSerializer();
    byte[] bytes = written(serializer);
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    for (String text : TEXTS) {
      assertThat(serializer.duplicate().deserialize(in)).isEqualTo(text);
    }
    DataOutputSerializer out = new DataOutputSerializer(16);
    DataInputDeserializer again = new DataInputDeserializer(bytes);
    for (int i = 0; i < TEXTS.size(); i++) {
      serializer.copy(again, out);
    }
    assertThat(out.getCopyOfBuffer()).isEqualTo(bytes);
  }

  @Test
  void snapshot_takesThePlaceOfFlinksOwn_andOfNoOther() {
    TypeSerializerSnapshot<String> ours = new TextSerializer().snapshotConfiguration();

    assertThat(
            ours.resolveSchemaCompatibility(StringSerializer.INSTANCE.snapshotConfiguration())
                .isCompatibleAsIs())
        .isTrue();
    assertThat(ours.resolveSchemaCompatibility(ours).isCompatibleAsIs()).isTrue();
    assertThat(ours.restoreSerializer()).isEqualTo(new TextSerializer());
    assertThat(ours.resolveSchemaCompatibility(ofLongs()).isIncompatible()).isTrue();
  }

  @SuppressWarnings("unchecked") // what Flink would hand over if the type had changed
  private static TypeSerializerSnapshot<String> ofLongs() {
    return (TypeSerializerSnapshot<String>)
        (TypeSerializerSnapshot<?>) LongSerializer.INSTANCE.snapshotConfiguration();
  }
}
