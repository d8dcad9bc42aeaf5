/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint says of a {@link RecordSerializer}: which it was, as each record says its own
 * version. What Flink's serializer of records wrote before is read by that one, and written by ours
 * from then on.
 *
 * @param <T> the record
 */
public abstract class RecordSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int VERSION = 1;

  private final Supplier<RecordSerializer<T>> serializer;

  /** Of a class with a public constructor without parameters, for Flink to find. */
  protected RecordSnapshot(Supplier<RecordSerializer<T>> serializer) {
    this.serializer = serializer;
  }

  @Override
  public final RecordSerializer<T> restoreSerializer() {
    return serializer.get();
  }

  @Override
  public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (old.getClass() == getClass()) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
    return old instanceof PojoSerializerSnapshot
        ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
        : TypeSerializerSchemaCompatibility.incompatible();
  }

  @Override
  public final int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public final void writeSnapshot(DataOutputView out) {
    // the class says it all
  }

  @Override
  public final void readSnapshot(int version, DataInputView in, ClassLoader classes) {
    // the class says it all
  }
}
