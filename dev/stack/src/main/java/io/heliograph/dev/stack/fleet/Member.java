/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An instance of the fleet: served, judged, or both. */
record Member(Optional<Served> served, Optional<Judged> judged) {

  /** One for each instance that either knows, by service and id. */
  static List<Member> join(List<Served> served, List<Judged> judged) {
    Map<List<String>, Member> byName = new TreeMap<>(Member::compare);
    for (Judged one : judged) {
      byName.put(List.of(one.service(), one.id()), new Member(Optional.empty(), Optional.of(one)));
    }
    for (Served one : served) {
      byName.merge(
          List.of(one.service(), one.id()),
          new Member(Optional.of(one), Optional.empty()),
          (known, also) -> new Member(also.served, known.judged));
    }
    return new ArrayList<>(byName.values());
  }

  private static int compare(List<String> one, List<String> other) {
    int byService = one.get(0).compareTo(other.get(0));
    return byService != 0 ? byService : one.get(1).compareTo(other.get(1));
  }

  String service() {
    return served.map(Served::service).orElseGet(() -> judged.orElseThrow().service());
  }

  String id() {
    return served.map(Served::id).orElseGet(() -> judged.orElseThrow().id());
  }

  String address() {
    return served.map(Served::address).orElseGet(() -> judged.orElseThrow().address());
  }

  String version() {
    return served.map(Served::version).orElseGet(() -> judged.orElseThrow().version());
  }

  String place() {
    return served.map(Served::place).orElseGet(() -> judged.orElseThrow().place());
  }

  /** The health job's word before the registry's. */
  String state() {
    return judged.map(Judged::state).orElseGet(() -> served.orElseThrow().state());
  }
}
