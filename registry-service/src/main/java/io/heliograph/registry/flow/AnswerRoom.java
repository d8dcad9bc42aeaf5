/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import java.util.Optional;
import java.util.concurrent.Future;

/** The room that the large answer of one stream takes until its client has it. Thread-safe. */
public final class AnswerRoom {
  private final AnswerRooms all;
  private final Runnable turn;
  private final Runnable giveUp;
  private LargeAnswers of;
  private long taken;
  private boolean waits;
  private boolean isProven;
  private boolean isLate;
  private boolean closed;

  /** Counts what was held, and what was released. */
  private long holds;

  private Optional<Future<?>> late = Optional.empty();

  AnswerRoom(AnswerRooms all, Runnable turn, Runnable giveUp) {
    this.all = all;
    this.turn = turn;
    this.giveUp = giveUp;
    of = all.large(false);
  }

  /**
   * Takes room for an answer, unless it is small. If room was taken already, its turn has come:
   * then it may be sent whatever its size is by now.
   *
   * @return whether it may be sent; if not, its turn comes
   */
  public synchronized boolean take(long bytes) {
    if (taken > 0 || !all.isLarge(bytes)) {
      if (taken > 0 && bytes > taken) {
        of.more(bytes - taken);
        taken = bytes;
      }
      return true;
    }
    if (waits) {
      return false;
    }
    of = all.large(isProven);
    if (of.take(bytes, () -> turn(bytes))) {
      hold(bytes);
      return true;
    }
    waits = true;
    return false;
  }

  private void turn(long bytes) {
    synchronized (this) {
      waits = false;
      if (closed) {
        of.release(bytes);
        return;
      }
      hold(bytes);
    }
    turn.run();
  }

  private void hold(long bytes) {
    taken = bytes;
    isLate = false;
    long now = ++holds;
    late = Optional.of(all.whenLate(() -> late(now)));
  }

  private synchronized void late(long hold) {
    if (hold != holds || taken == 0) {
      return; // its client has taken it just now
    }
    long bytes = taken;
    makeRoom();
    isLate = true;
    isProven = false;
    all.untakenAnswers().keep(this, bytes, () -> all.run(giveUp));
  }

  /** Whether its turn is yet to come. */
  public synchronized boolean waits() {
    return waits;
  }

  /** Whether an answer was sent that has not been taken in time, nor since. */
  public synchronized boolean isLate() {
    return isLate;
  }

  /** The client has what was sent. */
  public synchronized void release() {
    isProven |= taken > 0;
    giveBack();
  }

  /** Nothing was sent after all. */
  public synchronized void giveBack() {
    holds++;
    isLate = false;
    all.untakenAnswers().forget(this);
    makeRoom();
  }

  private void makeRoom() {
    if (taken > 0) {
      late.ifPresent(task -> task.cancel(false));
      of.release(taken);
      taken = 0;
    }
  }

  /** The stream is over. */
  public synchronized void close() {
    closed = true;
    giveBack();
  }
}
