/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Records of which a large state is made. In a heap each is kept as the block of bytes that a
 * checkpoint holds of it: one object in place of twenty, in less than half of the room, so that the
 * collector has little to follow, and a checkpoint copies bytes. The price is that a record is read
 * from its block each time it is looked at.
 *
 * <p>For Flink the values are objects: those of a checkpoint are records until they are written
 * anew. {@link #pack} and {@link #unpack} are for the one thread of a function; what it packed is
 * never changed.
 *
 * @param <T> the record
 */
public final class PackedType<T> extends SingleType<Object> {
  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final RecordSerializer<T> serializer;

  /** Written as {@code serializer} does, which will also read what it wrote. */
  public PackedType(Class<T> type, RecordSerializer<T> serializer) {
    super(type);
    this.type = type;
    this.serializer = serializer;
  }

  /** What is to be kept. */
  public Object pack(T record) {
    return serializer.pack(record);
  }

  /** What was kept; null if it is null. */
  public T unpack(Object kept) throws IOException {
    return kept instanceof byte[] block ? serializer.unpack(block) : type.cast(kept);
  }

  @Override
  public TypeSerializer<Object> createSerializer(SerializerConfig config) {
    return new PackedSerializer<>(serializer.duplicate());
  }

  @Override
  public Class<Object> getTypeClass() {
    return Object.class;
  }

  @Override
  public String toString() {
    return "packed " + super.toString();
  }
}
