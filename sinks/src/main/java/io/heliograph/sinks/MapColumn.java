/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/** Appends to a Map column: keys and values in turn, then {@link #end}. */
public interface MapColumn {
  /** Where the keys of the open map go. */
  StringColumn keys();

  /** Where the values of the open map go: as many as keys. */
  StringColumn values();

  /** Ends the open map. The maps of a top-level column are ended by their row as well. */
  void end();

  /** Adds an entry. */
  default void put(String key, String value) {
    keys().add(key);
    values().add(value);
  }
}
