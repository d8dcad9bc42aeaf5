/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/** Appends to an integer, Bool, Date, DateTime or DateTime64 column, or to such array elements. */
public interface IntegerColumn {
  /** Adds a value; the low bits that fit the type are kept. */
  void add(long value);
}
