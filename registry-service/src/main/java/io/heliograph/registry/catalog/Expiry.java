/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Ends the leases that have run out, unless they are protected. A lease that another node holds
 * runs out once that node has not been heard of for its length and {@value #ORPHAN_MILLIS} ms.
 */
final class Expiry {
  /** How much longer than its lease an instance is listed whose node is lost. */
  static final long ORPHAN_MILLIS = 5_000;

  /** Services and rooms that the others are told of. */
  static final int MOST_SCOPES = 1_000;

  /** How long it takes until the others know. */
  private static final long TELLING_MILLIS = 1_000;

  private final String node;
  private final LeaseTable table;
  private final NodeLives lives;
  private final BiConsumer<ServiceLeases, Lease> whenOver;
  private final Consumer<Lease> whileHeld;
  private final SharedSilence others;
  private volatile Consumer<Withholding> told = change -> {};
  private volatile Protection protection = protection(ProtectionLimits.DEFAULT);

  /**
   * An expiry.
   *
   * @param whenOver ends a lease, under the lock of its service
   * @param whileHeld hears now and then of a lease that a stream holds open, under that lock
   */
  Expiry(
      String node,
      LeaseTable table,
      NodeLives lives,
      BiConsumer<ServiceLeases, Lease> whenOver,
      Consumer<Lease> whileHeld) {
    this.node = node;
    this.table = table;
    this.lives = lives;
    this.whenOver = whenOver;
    this.whileHeld = whileHeld;
    others = new SharedSilence(table.time);
  }

  void protect(ProtectionLimits limits) {
    protection = protection(limits);
  }

  void tell(Consumer<Withholding> listener) {
    told = listener;
  }

  private Protection protection(ProtectionLimits limits) {
    return new Protection(
        limits, this::silence, this::silenceOfRooms, change -> told.accept(change));
  }

  Protection protection() {
    return protection;
  }

  /** Looks at the leases that may have run out by now. */
  void tick(long now) {
    List<Lease> overdue = new ArrayList<>();
    for (Lease lease : table.wheel.take(now)) {
      long endsAt = endsAtMillis(lease, now);
      if (endsAt > now) {
        table.wheel.add(lease, endsAt);
      } else if (endsAt > 0) {
        overdue.add(lease);
      }
    }
    Set<Lease> alive = new HashSet<>();
    for (Lease lease : protection.judge(now, overdue, l -> endsAtMillis(l, now), alive)) {
      expire(lease, now);
    }
    alive.forEach(lease -> table.wheel.add(lease, endsAtMillis(lease, now)));
  }

  private void expire(Lease lease, long now) {
    table.with(
        lease.service,
        false,
        leases -> {
          if (lease.hasEnded()) {
            return false;
          }
          long endsAt = endsAt(lease, now);
          if (endsAt > now) {
            table.wheel.add(lease, endsAt); // renewed just now
          } else {
            whenOver.accept(leases, lease);
          }
          return true;
        });
  }

  /** When a lease runs out, 0 if it has ended. */
  private long endsAtMillis(Lease lease, long now) {
    return table.with(
        lease.service,
        0L,
        leases -> {
          if (lease.hasEnded()) {
            return 0L;
          }
          if (lease.holds > 0) {
            whileHeld.accept(lease);
          }
          return endsAt(lease, now);
        });
  }

  private Silence silence(ServiceName service) {
    long now = table.time.millis();
    return table.with(
        service,
        Silence.NONE,
        leases -> {
          Silence silence = Silence.NONE;
          for (Lease lease : leases.leases()) {
            silence = silence.plus(isSilent(lease, now));
          }
          return others.with(silence, service);
        });
  }

  private Map<Location, Silence> silenceOfRooms() {
    Map<Location, Silence> rooms = new HashMap<>();
    long now = table.time.millis();
    for (ServiceLeases leases : table.services.values()) {
      synchronized (leases) {
        for (Lease lease : leases.leases()) {
          if (!lease.location().room().isEmpty()) {
            boolean silent = isSilent(lease, now);
            rooms.compute(
                lease.location(),
                (room, known) -> (known == null ? Silence.NONE : known).plus(silent));
          }
        }
      }
    }
    rooms.replaceAll((room, silence) -> others.with(silence, room));
    return rooms;
  }

  SharedSilence others() {
    return others;
  }

  /**
   * How many of this node's own leases are silent, or will be by the time that the others hear of
   * it: by service and by room, those with the most.
   */
  Map<Object, Integer> silentHere() {
    Map<Object, Integer> silent = new HashMap<>();
    long now = table.time.millis();
    for (ServiceLeases leases : table.services.values()) {
      synchronized (leases) {
        for (Lease lease : leases.leases()) {
          if (lease.stamp.node().equals(node) && isNearlySilent(lease, now)) {
            silent.merge(lease.service, 1, Integer::sum);
            if (!lease.location().room().isEmpty()) {
              silent.merge(lease.location(), 1, Integer::sum);
            }
          }
        }
      }
    }
    return silent.size() <= MOST_SCOPES ? silent : largest(silent);
  }

  private static Map<Object, Integer> largest(Map<Object, Integer> silent) {
    Map<Object, Integer> some = new HashMap<>();
    silent.entrySet().stream()
        .sorted(Map.Entry.<Object, Integer>comparingByValue().reversed())
        .limit(MOST_SCOPES)
        .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
    return some;
  }

  /** Not so long before its time that one which renews late under load, at a half, would count. */
  private boolean isNearlySilent(Lease lease, long now) {
    long length = lease.leaseMillis();
    return endsAt(lease, now) - now < Math.min(length * 2 / 5, length / 3 + TELLING_MILLIS);
  }

  private boolean isSilent(Lease lease, long now) {
    return endsAt(lease, now) - now < lease.leaseMillis() / 3;
  }

  /** When a lease ends if nothing more is heard, of its owner or of the node that holds it. */
  private long endsAt(Lease lease, long now) {
    if (lease.holds > 0) {
      return now + lease.leaseMillis();
    }
    if (lease.stamp.node().equals(node)) {
      return lease.expiresAtMillis();
    }
    long orphaned = lives.lastHeardMillis(lease.stamp.node()) + lease.leaseMillis() + ORPHAN_MILLIS;
    return Math.max(orphaned, lease.expiresAtMillis());
  }
}
