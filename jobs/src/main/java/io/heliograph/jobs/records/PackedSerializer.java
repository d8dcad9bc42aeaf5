/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes what {@link PackedType} keeps, packed or not, as its {@link RecordSerializer} does. A
 * checkpoint does not tell the two from each other: it names that one, which reads it.
 *
 * @param <T> the record
 */
final class PackedSerializer<T> extends ImmutableSerializer<Object> {
  private static final long serialVersionUID = 1;

  private final RecordSerializer<T> records;

  PackedSerializer(RecordSerializer<T> records) {
    this.records = records;
  }

  @Override
  @SuppressWarnings("unchecked") // what is not packed is a record
  public void serialize(Object kept, DataOutputView target) throws IOException {
    records.serialize((T) kept, target);
  }

  @Override
  public Object deserialize(DataInputView source) throws IOException {
    return records.deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    records.copy(source, target);
  }

  @Override
  @SuppressWarnings("unchecked") // Flink takes it for a state of its own type, and never looks
  public TypeSerializerSnapshot<Object> snapshotConfiguration() {
    return (TypeSerializerSnapshot<Object>)
        (TypeSerializerSnapshot<?>) records.snapshotConfiguration();
  }

  @Override
  public PackedSerializer<T> duplicate() {
    return new PackedSerializer<>(records.duplicate());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedSerializer<?> that && records.equals(that.records);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }
}
