/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fleet as rows of a table; the first is the header. */
public final class FleetRows {
  /** The column of the state in {@link #instances}. */
  public static final int STATE = 4;

  /** Places and versions beyond these are counted only. */
  private static final int SHOWN = 4;

  private static final String NONE = "-";

  private FleetRows() {}

  /** A row for each service. */
  public static List<List<String>> services(Fleet fleet) {
    SortedMap<String, List<Member>> byService =
        fleet.members().stream()
            .collect(Collectors.groupingBy(Member::service, TreeMap::new, Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SERVICE", "INSTANCES", "STATES", "PLACES", "VERSIONS", "NOT SERVED"));
    byService.forEach(
        (service, members) -> {
          List<Member> counted =
              members.stream()
                  .filter(m -> fleet.served().isEmpty() || m.served().isPresent())
                  .toList();
          rows.add(
              List.of(
                  service,
                  Integer.toString(counted.size()),
                  counts(counted, Member::state),
                  counts(counted, Member::place),
                  counts(counted, Member::version),
                  fleet.served().isEmpty()
                      ? NONE
                      : Integer.toString(members.size() - counted.size())));
        });
    return rows;
  }

  /** {@code UP 3, DOWN 1}: the most frequent first. */
  private static String counts(List<Member> members, Function<Member, String> of) {
    Map<String, Integer> counts = new TreeMap<>();
    members.forEach(member -> counts.merge(orNone(of.apply(member)), 1, Integer::sum));
    List<String> texts =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList();
    if (texts.size() <= SHOWN) {
      return texts.isEmpty() ? NONE : String.join(", ", texts);
    }
    return String.join(", ", texts.subList(0, SHOWN)) + ", +" + (texts.size() - SHOWN);
  }

  /** A row for each instance. */
  public static List<List<String>> instances(Fleet fleet, long nowMillis) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "INSTANCE",
            "ADDRESS",
            "VERSION",
            "PLACE",
            "STATE",
            "SCORE",
            "WEIGHT",
            "EFFECTIVE",
            "LAST SEEN",
            "REASON"));
    for (Member member : fleet.members()) {
      rows.add(
          List.of(
              member.id(),
              member.address(),
              orNone(member.version()),
              orNone(member.place()),
              member.state(),
              Integer.toString(
                  member
                      .judged()
                      .map(Judged::score)
                      .orElseGet(() -> member.served().orElseThrow().score())),
              Integer.toString(
                  member
                      .served()
                      .map(Served::weight)
                      .orElseGet(() -> member.judged().orElseThrow().weight())),
              member.served().map(s -> Integer.toString(s.effectiveWeight())).orElse(NONE),
              member.judged().map(j -> age(nowMillis - j.lastSeenMillis())).orElse(NONE),
              reason(fleet, member)));
    }
    return rows;
  }

  private static String reason(Fleet fleet, Member member) {
    String reason = member.judged().map(Judged::reason).orElse("");
    if (fleet.served().isPresent() && member.served().isEmpty()) {
      return reason.isEmpty() ? "not served" : "not served; " + reason;
    }
    if (fleet.judged().isPresent() && member.judged().isEmpty()) {
      return "not judged: no heartbeat was seen";
    }
    return orNone(reason);
  }

  /** How long ago, in the largest unit that fits. */
  static String age(long millis) {
    long seconds = Math.max(0, millis) / 1_000;
    if (seconds < 120) {
      return seconds + " s ago";
    }
    return seconds < 7_200 ? seconds / 60 + " min ago" : seconds / 3_600 + " h ago";
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
