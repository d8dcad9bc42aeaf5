/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.List;

/** The questions that come with Heliograph. */
public final class SavedQueries {
  private static final String ENDING = ".sql";

  private SavedQueries() {}

  /** All, by name. */
  public static List<SavedQuery> list() {
    return Resources.list("queries").stream()
        .map(file -> file.substring(0, file.length() - ENDING.length()))
        .map(SavedQueries::read)
        .toList();
  }

  /**
   * The query with this name.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static SavedQuery named(String name) {
    if (!Resources.list("queries").contains(name + ENDING)) {
      throw new IllegalArgumentException(
          "no saved query is called \""
              + name
              + "\"; there are "
              + list().stream().map(SavedQuery::name).toList());
    }
    return read(name);
  }

  private static SavedQuery read(String name) {
    return SavedQuery.parse(name, Resources.read("queries", name + ENDING));
  }
}
