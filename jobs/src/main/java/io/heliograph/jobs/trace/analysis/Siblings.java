/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The calls that one span makes, by start. Calls of the same thing to the same peer form a group;
 * within it, a call that starts after the one before has ended in an error is another attempt.
 * Groups and attempts are numbered by the position of their first call.
 */
final class Siblings {
  private static final int FEW = 16;

  final int parent;
  private final int[] calls;
  private final int[] groups;
  private final int[] attempts;
  private final int[] nextAttempts;
  private final int[] attemptsFrom;
  private final int[] repetitions;
  private final int tooMany;

  private Siblings(int parent, int[] calls, int[] groups, Calls all) {
    this.parent = parent;
    this.calls = calls;
    this.groups = groups;
    tooMany = all.settings.repeatedCalls();
    if (groups == null) {
      attempts = null;
      nextAttempts = null;
      attemptsFrom = null;
      repetitions = null;
      return;
    }
    attempts = new int[calls.length];
    nextAttempts = new int[calls.length];
    attemptsFrom = new int[calls.length];
    repetitions = new int[calls.length];
    int[] last = new int[calls.length];
    for (int i = 0; i < calls.length; i++) {
      int group = groups[i];
      if (i > group && follows(all, calls[last[group]], calls[i])) {
        attempts[i] = attempts[last[group]];
        nextAttempts[last[group]] = i;
      } else {
        attempts[i] = i;
        repetitions[group]++;
      }
      attemptsFrom[attempts[i]]++;
      last[group] = i;
    }
  }

  static Siblings of(Calls all, int parent, int[] calls) {
    boolean worthIt = calls.length >= all.settings.repeatedCalls();
    for (int i = 0; i < calls.length && !worthIt; i++) {
      worthIt = all.failed(calls[i]);
    }
    return new Siblings(parent, calls, worthIt ? groups(all, calls) : null, all);
  }

  int size() {
    return calls.length;
  }

  /** The span of the call at a position. */
  int call(int position) {
    return calls[position];
  }

  /** The position of the first call of the group. */
  int group(int position) {
    return groups == null ? position : groups[position];
  }

  /** The position of the attempt that follows the one at a position; 0 if none does. */
  int nextAttempt(int position) {
    return nextAttempts == null ? 0 : nextAttempts[position];
  }

  /** How many attempts there are from a first one on, itself included; 0 if it is not the first. */
  int attemptsFrom(int position) {
    return attemptsFrom == null ? 1 : attemptsFrom[position];
  }

  /** Whether any call was tried more than once, or made too often. */
  boolean isGrouped() {
    return groups != null;
  }

  /** Whether the group that starts at a position makes its call too often, attempts not counted. */
  boolean isRepeated(int group) {
    return repetitions != null && repetitions[group] >= tooMany;
  }

  /** Whether a call is one of many, or one of several attempts. */
  boolean isOneOfMany(int position) {
    return groups != null && (isRepeated(groups[position]) || attemptsFrom[attempts[position]] > 1);
  }

  private static boolean follows(Calls all, int before, int call) {
    return all.failed(before) && all.tree.start(call) >= all.tree.end(before);
  }

  private static int[] groups(Calls all, int[] calls) {
    String[] peers = new String[calls.length];
    String[] names = new String[calls.length];
    for (int i = 0; i < calls.length; i++) {
      peers[i] = all.peer(calls[i]);
      names[i] = all.tree.span(calls[i]).call();
    }
    return calls.length <= FEW ? few(names, peers) : many(names, peers);
  }

  private static int[] few(String[] names, String[] peers) {
    int[] groups = new int[names.length];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i;
      for (int j = 0; j < i; j++) {
        if (names[i].equals(names[j]) && peers[i].equals(peers[j])) {
          groups[i] = groups[j];
          break;
        }
      }
    }
    return groups;
  }

  /** Sorts rather than hashes: whoever chooses the names cannot make it slow. */
  private static int[] many(String[] names, String[] peers) {
    int[] sorted =
        IntStream.range(0, names.length)
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> names[i])
                    .thenComparing(i -> peers[i])
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] groups = new int[names.length];
    Arrays.setAll(groups, i -> i);
    for (int i = 1; i < sorted.length; i++) {
      int before = sorted[i - 1];
      int call = sorted[i];
      if (names[call].equals(names[before]) && peers[call].equals(peers[before])) {
        groups[call] = groups[before];
      }
    }
    return groups;
  }
}
