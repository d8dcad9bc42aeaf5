/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Texts that are keys: strings for all, but written by {@link TextSerializer}. */
public final class TextType extends TypeInformation<String> {
  /** There is one. */
  public static final TextType KEY = new TextType();

  private static final long serialVersionUID = 1;

  private TextType() {}

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
  public Class<String> getTypeClass() {
    return String.class;
  }

  /** The hash of a string is the same for ever. */
  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TextSerializer createSerializer(SerializerConfig config) {
    return new TextSerializer();
  }

  @Override
  public String toString() {
    return "Text";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextType;
  }

  @Override
  public int hashCode() {
    return TextType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof TextType;
  }
}
