/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.Probe.Type;
import io.heliograph.registry.probing.Finding.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of probes: those begun = those that ended, by type and outcome, and those in flight.
 * Thread-safe.
 */
public final class ProbeCounts {
  private final Map<Type, Map<Outcome, LongAdder>> ended = new EnumMap<>(Type.class);
  private final LongAdder begun = new LongAdder();
  private final LongAdder finished = new LongAdder();

  /** Takes a count. */
  @FunctionalInterface
  public interface Each {
    /** A type and an outcome in small letters. */
    void accept(String type, String outcome, long count);
  }

  ProbeCounts() {
    for (Type type : new Type[] {Type.TCP, Type.HTTP, Type.GRPC}) {
      Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, new LongAdder());
      }
      ended.put(type, outcomes);
    }
  }

  void begun() {
    begun.increment();
  }

  void ended(Type type, Outcome outcome) {
    ended.get(type).get(outcome).increment();
    finished.increment();
  }

  /** Shows how many ended. */
  public void each(Each each) {
    ended.forEach(
        (type, outcomes) ->
            outcomes.forEach(
                (outcome, count) ->
                    each.accept(
                        type.label(), outcome.name().toLowerCase(Locale.ROOT), count.sum())));
  }

  /** Probes that have begun and not ended. */
  public long inFlight() {
    long over = finished.sum(); // first, or it could be negative
    return begun.sum() - over;
  }
}
