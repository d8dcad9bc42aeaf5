/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was applied to a database before: rules only, no server. */
final class History {
  /** One row of {@code schema_migrations}. */
  record Entry(int version, String file, String checksum) {}

  private History() {}

  /**
   * The migrations still to apply, in order.
   *
   * @throws EditedHistoryException when an applied one has another text now, or is unknown
   */
  static List<Migration> pending(List<Migration> known, List<Entry> applied) {
    Map<Integer, Entry> byVersion =
        applied.stream().collect(Collectors.toMap(Entry::version, Function.identity()));
    List<Migration> pending = new ArrayList<>();
    for (Migration migration : known) {
      Entry entry = byVersion.remove(migration.version());
      if (entry == null) {
        pending.add(migration);
      } else if (!entry.checksum().equals(migration.checksum())) {
        throw new EditedHistoryException(
            migration.file()
                + " was applied with checksum "
                + entry.checksum()
                + " (as "
                + entry.file()
                + "), but has "
                + migration.checksum()
                + " now. An applied migration is history: restore its text and put the change into"
                + " a new file");
      }
    }
    if (!byVersion.isEmpty()) {
      throw new EditedHistoryException(
          "the database has migrations that this build does not know: "
              + byVersion.values().stream().map(Entry::file).sorted().toList()
              + ". It was migrated by a newer version: use that one, or another database");
    }
    return pending;
  }
}
