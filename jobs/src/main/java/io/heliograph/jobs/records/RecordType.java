/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Tells Flink how a record is written.
 *
 * @param <T> the record
 */
public final class RecordType<T> extends SingleType<T> {
  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  /** Not to be used as a key: a record's hash is not fixed. */
  public RecordType(Class<T> type, TypeSerializer<T> serializer) {
    super(type);
    this.type = type;
    this.serializer = serializer;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }
}
