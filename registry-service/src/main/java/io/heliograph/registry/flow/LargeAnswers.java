/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Bounds the memory of large answers that clients have yet to take, such as the whole lists of all
 * who come back at once: who finds no room waits for its turn, in the order they came. Thread-safe.
 */
final class LargeAnswers {
  private record Waiting(long bytes, Runnable turn) {}

  private final long most;
  private final Executor turns;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long underWay;

  /**
   * None yet.
   *
   * @param most bytes under way; a single answer always may be
   * @param turns runs those whose turn it is
   */
  LargeAnswers(long most, Executor turns) {
    this.most = most;
    this.turns = turns;
  }

  /**
   * Takes room for an answer, to be {@linkplain #release released}.
   *
   * @param turn if there is none: is run once the room has been taken for it
   * @return whether there was room
   */
  synchronized boolean take(long bytes, Runnable turn) {
    if (!waiting.isEmpty() || !fits(bytes)) {
      waiting.add(new Waiting(bytes, turn));
      return false;
    }
    underWay += bytes;
    return true;
  }

  /** An answer for which there is room is larger than was thought. */
  synchronized void more(long bytes) {
    underWay += bytes;
  }

  /** An answer was taken by its client, or is given up. */
  synchronized void release(long bytes) {
    underWay -= bytes;
    while (!waiting.isEmpty() && fits(waiting.peek().bytes())) {
      Waiting next = waiting.poll();
      underWay += next.bytes();
      turns.execute(next.turn());
    }
  }

  private boolean fits(long bytes) {
    return underWay == 0 || underWay + bytes <= most;
  }

  synchronized long underWay() {
    return underWay;
  }
}
