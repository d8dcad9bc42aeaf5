/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collections of a document: immutable, in the order of their keys, empty where left out. */
final class Absent {
  private Absent() {}

  static <T> List<T> toEmpty(Collection<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  static <T> Map<String, T> toEmpty(Map<String, T> given) {
    return given == null || given.isEmpty()
        ? Map.of()
        : Collections.unmodifiableMap(new TreeMap<>(given));
  }
}
