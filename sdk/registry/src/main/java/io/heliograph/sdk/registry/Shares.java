/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/** Things with weights, of which one is drawn in proportion to its weight. Immutable. */
final class Shares<T> {
  /** So often one is drawn before those that are not usable are taken out. */
  private static final int DRAWS = 3;

  private final List<T> things;

  /** Of each the sum of the weights up to it, and its own. */
  private final long[] sums;

  private Shares(List<T> things, long[] sums) {
    this.things = things;
    this.sums = sums;
  }

  /** Draws one that is usable, if any is: with a few that are not in the time of a search. */
  Optional<T> pick(Predicate<T> usable, LongUnaryOperator random) {
    if (sums.length == 0) {
      return Optional.empty();
    }
    for (int i = 0; i < DRAWS; i++) {
      T drawn = at(random.applyAsLong(sums[sums.length - 1]));
      if (usable.test(drawn)) {
        return Optional.of(drawn);
      }
    }
    Builder<T> left = new Builder<>();
    for (int i = 0; i < sums.length; i++) {
      if (usable.test(things.get(i))) {
        left.add(things.get(i), sums[i] - (i == 0 ? 0 : sums[i - 1]));
      }
    }
    Shares<T> rest = left.build();
    return rest.sums.length == 0
        ? Optional.empty()
        : Optional.of(rest.at(random.applyAsLong(rest.sums[rest.sums.length - 1])));
  }

  boolean any(Predicate<T> usable) {
    return things.stream().anyMatch(usable);
  }

  private T at(long point) {
    int found = Arrays.binarySearch(sums, point);
    return things.get(found >= 0 ? found + 1 : -found - 1);
  }

  /** Collects them. */
  static final class Builder<T> {
    private final List<T> things = new ArrayList<>();
    private final List<Long> sums = new ArrayList<>();
    private long sum;

    /** Adds one; its weight is above 0. */
    Builder<T> add(T thing, long weight) {
      sum = Math.addExact(sum, weight);
      things.add(thing);
      sums.add(sum);
      return this;
    }

    Shares<T> build() {
      return new Shares<>(List.copyOf(things), sums.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
