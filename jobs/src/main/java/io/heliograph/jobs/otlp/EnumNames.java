/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import io.heliograph.sinks.StringColumn;
import java.nio.charset.StandardCharsets;

/** Names of an enum's numbers, from 0; a number without a name is the empty string. */
public final class EnumNames {
  private static final byte[] UNKNOWN = {};

  private final byte[][] names;

  /** The names, in the order of their numbers. */
  public EnumNames(String... names) {
    this.names = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      this.names[i] = names[i].getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Appends the name of a number. */
  public void append(long number, StringColumn column) {
    column.add(number >= 0 && number < names.length ? names[(int) number] : UNKNOWN);
  }
}
