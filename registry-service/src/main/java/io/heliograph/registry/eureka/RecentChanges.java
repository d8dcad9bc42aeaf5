/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.eureka.Applications.Application;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has changed in the last {@value #KEPT_MILLIS} ms, each instance once, by its last change.
 * Holds {@value #MAX} changes at most; for as long as it has had to let go of one that was younger,
 * it does not reach back. Used by one thread.
 */
final class RecentChanges {
  /** Clients ask every 30 s by default; eureka-core keeps changes as long. */
  static final long KEPT_MILLIS = 180_000;

  static final int MAX = 20_000;

  static final String ADDED = "ADDED";
  static final String MODIFIED = "MODIFIED";
  static final String DELETED = "DELETED";

  /**
   * A change of an instance.
   *
   * @param shown as it is, or was before it was deleted
   */
  record Change(Shown shown, String action, long atMillis) {}

  private record Place(String app, String id) {}

  private final Map<Place, Change> changes = new LinkedHashMap<>();
  private long lostAtMillis = Long.MIN_VALUE;

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Takes note of who came lately, where it is not known what was before. */
  void noteYoung(Applications now, long atMillis) {
    now.byName()
        .forEach(
            (app, application) ->
                application.instances().values().stream()
                    .filter(one -> atMillis - one.listed().registeredAtMillis() <= KEPT_MILLIS)
                    .forEach(one -> put(app, new Change(one, ADDED, atMillis))));
    forget(atMillis);
  }

  /** Takes note of all that differs. */
  @SuppressWarnings("ReferenceEquality") // what has not changed is the same object
  void note(Applications before, Applications now, long atMillis) {
    for (Map.Entry<String, Application> entry : now.byName().entrySet()) {
      Application former = before.byName().get(entry.getKey());
      if (entry.getValue() != former) {
        compare(
            entry.getKey(),
            former == null ? new TreeMap<>() : former.instances(),
            entry.getValue().instances(),
            atMillis);
      }
    }
    for (Map.Entry<String, Application> entry : before.byName().entrySet()) {
      if (!now.byName().containsKey(entry.getKey())) {
        compare(entry.getKey(), entry.getValue().instances(), new TreeMap<>(), atMillis);
      }
    }
    forget(atMillis);
  }

  private void compare(
      String app, SortedMap<String, Shown> before, SortedMap<String, Shown> now, long atMillis) {
    now.forEach(
        (id, shown) -> {
          Shown former = before.get(id);
          if (former == null) {
            put(app, new Change(shown, ADDED, atMillis));
          } else if (!looksLike(former, shown)) {
            put(app, new Change(shown, MODIFIED, atMillis));
          }
        });
    before.forEach(
        (id, shown) -> {
          if (!now.containsKey(id)) {
            put(app, new Change(shown, DELETED, atMillis));
          }
        });
  }

  /** Whether Eureka shows both alike: what the health job says changes by the second. */
  private static boolean looksLike(Shown former, Shown shown) {
    return former.listed().instance().equals(shown.listed().instance())
        && former.listed().registeredAtMillis() == shown.listed().registeredAtMillis()
        && former.status() == shown.status();
  }

  private void put(String app, Change change) {
    Place place = new Place(app, change.shown.listed().instance().id());
    changes.remove(place); // so that the oldest change comes first
    changes.put(place, change);
  }

  private void forget(long nowMillis) {
    for (Iterator<Change> oldest = changes.values().iterator(); oldest.hasNext(); ) {
      long at = oldest.next().atMillis;
      boolean old = nowMillis - at > KEPT_MILLIS;
      if (!old && changes.size() <= MAX) {
        return;
      }
      if (!old) {
        lostAtMillis = at;
      }
      oldest.remove();
    }
  }

  /** Whether nothing is missing of the time that it keeps. */
  boolean reachBack(long nowMillis) {
    return lostAtMillis == Long.MIN_VALUE || nowMillis - lostAtMillis > KEPT_MILLIS;
  }

  /**
   * The changes by application. Those that are gone come last in each: a client that does not know
   * the application takes all of its instances over before it looks at what happened to them.
   */
  SortedMap<String, List<Change>> byApp(long nowMillis) {
    forget(nowMillis);
    SortedMap<String, List<Change>> byApp = new TreeMap<>();
    add(byApp, false);
    add(byApp, true);
    return byApp;
  }

  private void add(SortedMap<String, List<Change>> byApp, boolean deleted) {
    changes.forEach(
        (place, change) -> {
          if (change.action.equals(DELETED) == deleted) {
            byApp.computeIfAbsent(place.app, app -> new ArrayList<>()).add(change);
          }
        });
  }
}
