/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/** Appends to an Array column: elements by the method that fits their type, then {@link #end}. */
public interface ArrayColumn {
  /** Elements of integer or time type. */
  IntegerColumn integers();

  /** Elements of float type. */
  FloatColumn floats();

  /** Elements of string type. */
  StringColumn strings();

  /** Elements that are maps; end each. */
  MapColumn maps();

  /** Elements that are arrays; end each. */
  ArrayColumn arrays();

  /** Ends the open array. The arrays of a top-level column are ended by their row as well. */
  void end();
}
