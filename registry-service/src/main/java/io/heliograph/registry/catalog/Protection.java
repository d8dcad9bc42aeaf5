/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Withholds removals while too many instances of a service, or of a room, are silent at once: then
 * it is likelier that their renewals do not arrive than that they are all dead, and a list of dead
 * ones serves a caller better than none. It ends by itself: when so many are heard again that the
 * rest is below the limit by a fifth, or after a time, from which on those that are still silent
 * are taken out bit by bit, all within about a minute. One thread at a time, but for the numbers.
 */
final class Protection {
  private static final Logger LOG = LoggerFactory.getLogger(Protection.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final int RELEASE_LOOKS = 60;
  private static final double LIFT_BELOW = 0.8;

  private final ProtectionLimits limits;
  private final Function<ServiceName, Silence> ofService;
  private final Supplier<Map<Location, Silence>> ofRooms;
  private final Consumer<Withholding> told;

  /** By service or by room. */
  private final Map<Object, Freeze> freezes = new HashMap<>();

  private final List<Lease> withheld = new ArrayList<>();
  private long lookedMillis = -LOOK_MILLIS;
  private long roomsLookedMillis = -LOOK_MILLIS;
  private volatile int withheldCount;
  private volatile int freezeCount;

  private static final class Freeze {
    final long untilMillis;

    /** How many may go in this look; 0 before its time is over. */
    int allowance;

    int perLook;

    Freeze(long untilMillis) {
      this.untilMillis = untilMillis;
    }
  }

  /**
   * A protection.
   *
   * @param ofService counts the instances of a service
   * @param ofRooms counts those of all rooms that are known; it is asked once a second at most
   * @param told hears when a freeze begins and when it ends; returns at once
   */
  Protection(
      ProtectionLimits limits,
      Function<ServiceName, Silence> ofService,
      Supplier<Map<Location, Silence>> ofRooms,
      Consumer<Withholding> told) {
    this.limits = limits;
    this.ofService = ofService;
    this.ofRooms = ofRooms;
    this.told = told;
  }

  /** Leases that have run out and are listed all the same. */
  int withheld() {
    return withheldCount;
  }

  /** Services and rooms of which none is taken out. */
  int freezes() {
    return freezeCount;
  }

  /**
   * Decides which leases end.
   *
   * @param overdue leases that have run out since the last time
   * @param endsAt when a lease runs out now: it may have been renewed; 0 if it has ended
   * @param alive is handed those that were withheld and have been renewed
   * @return those that are to end
   */
  List<Lease> judge(long now, List<Lease> overdue, ToLongFunction<Lease> endsAt, Set<Lease> alive) {
    List<Lease> ends = new ArrayList<>();
    if (!overdue.isEmpty()) {
      freezeWhereMany(now, overdue);
    }
    for (Lease lease : overdue) {
      if (isFrozen(lease)) {
        withheld.add(lease);
      } else {
        ends.add(lease);
      }
    }
    if (now - lookedMillis >= LOOK_MILLIS && !freezes.isEmpty()) {
      lookedMillis = now;
      look(now);
      release(now, endsAt, alive, ends);
    }
    withheldCount = withheld.size();
    freezeCount = freezes.size();
    return ends;
  }

  private void freezeWhereMany(long now, List<Lease> overdue) {
    Set<ServiceName> services = new HashSet<>();
    for (Lease lease : overdue) {
      if (services.add(lease.service)) {
        freezeIfMany(lease.service, ofService.apply(lease.service), now);
      }
    }
    if (now - roomsLookedMillis >= LOOK_MILLIS) {
      roomsLookedMillis = now;
      ofRooms.get().forEach((room, silence) -> freezeIfMany(room, silence, now));
    }
  }

  private void freezeIfMany(Object scope, Silence silence, long now) {
    if (isMany(silence, 1) && !freezes.containsKey(scope)) {
      freezes.put(scope, new Freeze(now + limits.holdMillis()));
      LOG.warn(
          "{} of {} instances of {} are silent: none is taken out for {} s, unless they are heard",
          silence.silent(),
          silence.all(),
          scope,
          limits.holdMillis() / 1_000);
      tell(Withholding.Kind.FROZEN, scope, silence);
    }
  }

  private void tell(Withholding.Kind kind, Object scope, Silence silence) {
    told.accept(new Withholding(kind, scope, silence.silent(), silence.all(), limits.holdMillis()));
  }

  private boolean isMany(Silence silence, double part) {
    return silence.silent() >= limits.minimum()
        && silence.silent() > part * limits.share() * silence.all();
  }

  private boolean isFrozen(Lease lease) {
    return freezes.containsKey(lease.service) || freezes.containsKey(lease.location());
  }

  /** Lifts what is over; lets some go where the time is. */
  private void look(long now) {
    Map<Location, Silence> rooms =
        freezes.keySet().stream().anyMatch(Location.class::isInstance) ? ofRooms.get() : Map.of();
    for (Iterator<Map.Entry<Object, Freeze>> next = freezes.entrySet().iterator();
        next.hasNext(); ) {
      Map.Entry<Object, Freeze> entry = next.next();
      Silence silence =
          entry.getKey() instanceof ServiceName service
              ? ofService.apply(service)
              : rooms.getOrDefault((Location) entry.getKey(), Silence.NONE);
      Freeze freeze = entry.getValue();
      if (!isMany(silence, LIFT_BELOW)) {
        LOG.info(
            "{} of {} instances of {} are silent: they are taken out again",
            silence.silent(),
            silence.all(),
            entry.getKey());
        if (freeze.perLook == 0) { // else its end was told when its time was over
          tell(Withholding.Kind.LIFTED, entry.getKey(), silence);
        }
        next.remove();
      } else if (now >= freeze.untilMillis) {
        if (freeze.perLook == 0) {
          freeze.perLook = Math.max(1, silence.silent() / RELEASE_LOOKS);
          LOG.warn("{} are taken out after all, bit by bit: the time is over", entry.getKey());
          tell(Withholding.Kind.TIMED_OUT, entry.getKey(), silence);
        }
        freeze.allowance = freeze.perLook;
      }
    }
  }

  private void release(long now, ToLongFunction<Lease> endsAt, Set<Lease> alive, List<Lease> ends) {
    for (Iterator<Lease> next = withheld.iterator(); next.hasNext(); ) {
      Lease lease = next.next();
      long end = endsAt.applyAsLong(lease);
      if (end == 0) {
        next.remove();
      } else if (end > now) {
        next.remove();
        alive.add(lease);
      } else if (mayGo(lease)) {
        next.remove();
        ends.add(lease);
      }
    }
  }

  private boolean mayGo(Lease lease) {
    Freeze ofItsService = freezes.get(lease.service);
    Freeze ofItsRoom = freezes.get(lease.location());
    if ((ofItsService != null && ofItsService.allowance == 0)
        || (ofItsRoom != null && ofItsRoom.allowance == 0)) {
      return false;
    }
    if (ofItsService != null) {
      ofItsService.allowance--;
    }
    if (ofItsRoom != null) {
      ofItsRoom.allowance--;
    }
    return true;
  }
}
