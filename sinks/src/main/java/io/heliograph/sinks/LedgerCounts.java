/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums ledger entries by signal, stage and minute. Not thread safe. */
final class LedgerCounts {
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final Map<Key, Long> sums = new LinkedHashMap<>();

  private record Key(String signal, String stage, long minute) {}

  void add(String signal, String stage, long timeMillis, long count) {
    if (count != 0) {
      long minute = Math.floorDiv(timeMillis, MILLIS_PER_MINUTE);
      sums.merge(new Key(signal, stage, minute), count, Long::sum);
    }
  }

  void add(LedgerEntry entry) {
    sums.merge(new Key(entry.signal(), entry.stage(), entry.minute()), entry.count(), Long::sum);
  }

  boolean isEmpty() {
    return sums.isEmpty();
  }

  /** The sums so far, which are forgotten. */
  List<LedgerEntry> drain() {
    List<LedgerEntry> entries = new ArrayList<>(sums.size());
    sums.forEach(
        (key, sum) -> entries.add(new LedgerEntry(key.signal(), key.stage(), key.minute(), sum)));
    sums.clear();
    return entries;
  }
}
