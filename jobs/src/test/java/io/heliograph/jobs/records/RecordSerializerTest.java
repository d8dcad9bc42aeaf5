/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class RecordSerializerTest {
  /** A record with a field of each kind. */
  public record Everything(
      long unsigned,
      long signed,
      long fixed,
      double number,
      boolean flag,
      TimeUnit value,
      String text,
      String name,
      Map<String, String> names,
      List<Long> numbers) {}

  private static final Everything SMALL =
      new Everything(0, 0, 0, 0, false, TimeUnit.NANOSECONDS, "", "", Map.of(), List.of());
  private static final Everything LARGE =
      new Everything(
          -1,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          -0.1,
          true,
          TimeUnit.DAYS,
          "注册中心 \uD83D\uDEF0 ".repeat(100),
          "é".repeat(300),
          Map.of("tier", "gold", "", ""),
          List.of(1L, -1L, Long.MIN_VALUE));

  static final class EverythingSerializer extends RecordSerializer<Everything> {
    private static final long serialVersionUID = 1;
    private final int version;

    EverythingSerializer(int version) {
      this.version = version;
    }

    /** Found by Flink when it restores. */
    public static final class Snapshot extends RecordSnapshot<Everything> {
      public Snapshot() {
        super(() -> new EverythingSerializer(1));
      }
    }

    @Override
    protected int version() {
      return version;
    }

    @Override
    protected void write(Everything record, RecordOutput out) {
      out.unsigned(record.unsigned);
      out.signed(record.signed);
      out.fixed(record.fixed);
      out.number(record.number);
      out.flag(record.flag);
      out.value(record.value);
      out.text(record.text);
      out.text(record.name);
      out.texts(record.names);
      out.numbers(record.numbers);
    }

    @Override
    protected Everything read(RecordInput in, int written) throws IOException {
      return new Everything(
          in.unsigned(),
          in.signed(),
          in.fixed(),
          in.number(),
          in.flag(),
          in.value(TimeUnit.values()),
          in.text(),
          in.name(),
          in.names(),
          in.numbers());
    }

    @Override
    public RecordSerializer<Everything> duplicate() {
      return new EverythingSerializer(version);
    }

    @Override
    public RecordSnapshot<Everything> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  private final EverythingSerializer serializer = new EverythingSerializer(1);

  private byte[] written(Everything... records) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    for (Everything record : records) {
      serializer.serialize(record, out);
    }
    return out.getCopyOfBuffer();
  }

  @Test
  void records_oneAfterTheOther_comeBack() throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(written(LARGE, SMALL, LARGE));

    assertThat(serializer.deserialize(in)).isEqualTo(LARGE);
    assertThat(serializer.deserialize(in)).isEqualTo(SMALL);
    assertThat(serializer.deserialize(in)).isEqualTo(LARGE);
    assertThat(in.available()).isZero();
  }

  @Test
  void copy_ofBytes_isTheRecord() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    DataInputDeserializer in = new DataInputDeserializer(written(LARGE, SMALL));
    serializer.copy(in, out);
    serializer.copy(in, out);

    assertThat(out.getCopyOfBuffer()).isEqualTo(written(LARGE, SMALL));
  }

  @Test
  void copy_ofRecord_isItself() {
    assertThat(serializer.isImmutableType()).isTrue();
    assertThat(serializer.copy(LARGE)).isSameAs(LARGE);
  }

  @Test
  void name_ofManyRecords_isOneObject() throws IOException {
    Everything named =
        new Everything(0, 0, 0, 0, false, TimeUnit.DAYS, "x", "orders", Map.of(), List.of());
    DataInputDeserializer in = new DataInputDeserializer(written(named, SMALL, named));
    Everything first = serializer.deserialize(in);
    serializer.deserialize(in);
    Everything last = serializer.deserialize(in);

    assertThat(last.name()).isSameAs(first.name());
    assertThat(last.text()).isNotSameAs(first.text());
  }

  @Test
  void record_ofALaterVersion_isRefused() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    new EverythingSerializer(3).serialize(SMALL, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThatThrownBy(() -> serializer.deserialize(in))
        .isInstanceOf(IOException.class)
        .hasMessage("record of version 3; known are 1 to 1");
  }

  @Test
  void damagedRecords_areIoExceptions() throws IOException {
    byte[] good = written(LARGE);
    int refused = 0;
    for (int i = Integer.BYTES; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) 0xFF;
      try {
        serializer.deserialize(new DataInputDeserializer(bad));
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void snapshot_ofFlinksOwnSerializer_isMigrated() {
    TypeSerializerSnapshot<Everything> own = new EverythingSerializer.Snapshot();
    TypeSerializerSnapshot<Everything> pojo =
        TypeExtractor.createTypeInfo(Everything.class)
            .createSerializer(new org.apache.flink.api.common.serialization.SerializerConfigImpl())
            .snapshotConfiguration();

    assertThat(own.resolveSchemaCompatibility(pojo).isCompatibleAfterMigration()).isTrue();
    assertThat(own.resolveSchemaCompatibility(own).isCompatibleAsIs()).isTrue();
  }
}
