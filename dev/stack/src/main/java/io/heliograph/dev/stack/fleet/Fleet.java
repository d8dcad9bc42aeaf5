/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What could be learnt of the fleet.
 *
 * @param served what the registry serves; empty if it could not be asked
 * @param judged what the health job thinks; empty if ClickHouse could not be asked
 * @param failures why who could not be asked
 */
public record Fleet(
    Optional<List<Served>> served, Optional<List<Judged>> judged, List<String> failures) {
  public Fleet {
    failures = List.copyOf(failures);
  }

  /** Whether nobody could be asked. */
  public boolean isUnknown() {
    return served.isEmpty() && judged.isEmpty();
  }

  List<Member> members() {
    return Member.join(served.orElse(List.of()), judged.orElse(List.of()));
  }

  /** Whether it has no instance at all. */
  public boolean isEmpty() {
    return members().isEmpty();
  }

  /** Asks both; a failure of one is no failure of the other. */
  public static Fleet ask(Asked<Served> registry, Asked<Judged> clickHouse) {
    List<String> failures = new ArrayList<>();
    return new Fleet(
        ask(registry, "what is served is not known", failures),
        ask(clickHouse, "what the health job thinks is not known", failures),
        failures);
  }

  /** Somebody who knows of instances. */
  public interface Asked<T> {
    List<T> instances() throws IOException;
  }

  private static <T> Optional<List<T>> ask(Asked<T> asked, String loss, List<String> failures) {
    try {
      return Optional.of(asked.instances());
    } catch (IOException e) {
      failures.add(loss + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
