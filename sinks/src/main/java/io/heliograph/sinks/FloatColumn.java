/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/** Appends to a Float32 or Float64 column, or to such array elements. */
public interface FloatColumn {
  /** Adds a value. */
  void add(double value);
}
