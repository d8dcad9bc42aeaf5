/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink how to write {@link SpanPart}. */
final class SpanPartType extends TypeInformation<SpanPart> {
  private static final SpanPartType INSTANCE = new SpanPartType();

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<SpanPart> {
    @Override
    public TypeInformation<SpanPart> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return INSTANCE;
    }
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<SpanPart> getTypeClass() {
    return SpanPart.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<SpanPart> createSerializer(SerializerConfig config) {
    return SpanPartSerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "SpanPart";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpanPartType;
  }

  @Override
  public int hashCode() {
    return SpanPartType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof SpanPartType;
  }
}
