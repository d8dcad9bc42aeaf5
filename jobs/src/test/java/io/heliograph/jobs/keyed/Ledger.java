/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a pipeline's outcomes add up to. */
public final class Ledger {
  private Ledger() {}

  /** Counts by "signal stage"; nulls are skipped. */
  public static Map<String, Long> of(Stream<Outcome> outcomes) {
    return outcomes
        .filter(Objects::nonNull)
        .collect(
            Collectors.groupingBy(
                outcome -> outcome.signal() + " " + outcome.stage().label(),
                TreeMap::new,
                Collectors.summingLong(Outcome::count)));
  }

  /** The reasons of dead letters. */
  public static List<String> reasons(Stream<Outcome> outcomes) {
    return outcomes
        .filter(outcome -> outcome != null && outcome.stage() == Stage.DEAD)
        .map(Outcome::reason)
        .toList();
  }
}
