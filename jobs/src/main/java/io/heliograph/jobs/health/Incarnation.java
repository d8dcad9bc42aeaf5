/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of an instance's process, or one registration of an instance that does not beat itself.
 *
 * @param startedNanos names it; 0 unknown
 * @param sequence the highest seen
 * @param former names of the incarnations before it, newest first, at most {@value #REMEMBERED}
 * @param registeredMillis log time of its first beat
 * @param warmUntilMillis log time at which its warm-up ends
 * @param leased whether it is a registration, known by the beats of a registry node
 */
public record Incarnation(
    long startedNanos,
    long sequence,
    List<Long> former,
    long registeredMillis,
    long warmUntilMillis,
    boolean leased) {
  private static final int REMEMBERED = 4;

  /** How a beat relates to what is known. */
  enum Relation {
    NEXT,
    SUCCESSOR,
    DUPLICATE,
    LATE
  }

  static Incarnation first(Beat beat) {
    return begin(beat, List.of());
  }

  /**
   * Places a beat.
   *
   * <p>A greater start time is a successor. A smaller one is a straggler of an earlier process, or
   * a new process on a host whose clock was set back: it is a successor only if this incarnation
   * has fallen silent and the other is not one we remember to have replaced.
   */
  Relation relate(Beat beat, boolean silent) {
    if (beat.startedNanos() == 0 || beat.startedNanos() == startedNanos) {
      return relateWithin(beat.sequence());
    }
    if (former.contains(beat.startedNanos())) {
      return Relation.LATE;
    }
    return silent || Long.compareUnsigned(beat.startedNanos(), startedNanos) > 0
        ? Relation.SUCCESSOR
        : Relation.LATE;
  }

  private Relation relateWithin(long beatSequence) {
    if (beatSequence == 0) {
      return Relation.NEXT;
    }
    int order = Long.compareUnsigned(beatSequence, sequence);
    return order > 0 ? Relation.NEXT : order == 0 ? Relation.DUPLICATE : Relation.LATE;
  }

  /**
   * How a beat of the instance itself relates to a registration. One of a process that was replaced
   * is a straggler, unless it was sent after the registration: then that process was only cut off,
   * and it is the one that has registered again. Of two clocks that differ only the moment depends
   * from which on it is believed.
   */
  Relation relateOwn(Beat beat) {
    boolean replaced = beat.startedNanos() != 0 && former.contains(beat.startedNanos());
    boolean sentBefore = Long.compareUnsigned(beat.sentNanos(), startedNanos) <= 0;
    return replaced && sentBefore ? Relation.LATE : Relation.NEXT;
  }

  /** The process that is registered, now that it beats itself. */
  Incarnation own(Beat beat) {
    long warmUntil = begin(beat, former).warmUntilMillis;
    List<Long> others = former.stream().filter(name -> name != beat.startedNanos()).toList();
    return new Incarnation(
        beat.startedNanos(), beat.sequence(), others, registeredMillis, warmUntil, false);
  }

  /** The same process after its next beat. */
  Incarnation next(Beat beat) {
    long highest = beat.sequence() == 0 ? sequence : beat.sequence();
    return new Incarnation(
        startedNanos, highest, former, registeredMillis, warmUntilMillis, leased);
  }

  /** The process that took this one's place. */
  Incarnation successor(Beat beat) {
    List<Long> names = new ArrayList<>();
    names.add(startedNanos);
    names.addAll(former.subList(0, Math.min(former.size(), REMEMBERED - 1)));
    return begin(beat, List.copyOf(names));
  }

  private static Incarnation begin(Beat beat, List<Long> former) {
    long warmUntil = beat.millis() - beat.ageMillis() + beat.warmupMillis();
    return new Incarnation(
        beat.startedNanos(), beat.sequence(), former, beat.millis(), warmUntil, beat.leased());
  }
}
