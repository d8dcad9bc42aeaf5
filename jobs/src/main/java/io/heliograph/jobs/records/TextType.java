/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import org.apache.flink.api.common.serialization.SerializerConfig;

/** Texts that are keys: strings for all, but written by {@link TextSerializer}. */
public final class TextType extends SingleType<String> {
  /** There is one. */
  public static final TextType KEY = new TextType();

  private static final long serialVersionUID = 1;

  private TextType() {
    super(String.class);
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
}
