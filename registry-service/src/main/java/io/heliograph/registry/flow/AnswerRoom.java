/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import java.util.Optional;
import java.util.concurrent.Future;

/** The room that the large answer of one stream takes until its client has it. Thread-safe. */
public final class AnswerRoom {
  private final AnswerRooms all;
  private final Runnable turn;
  private final Runnable giveUp;
  private long taken;
  private boolean waits;
  private boolean closed;
  private Optional<Future<?>> late = Optional.empty();

  AnswerRoom(AnswerRooms all, Runnable turn, Runnable giveUp) {
    this.all = all;
    this.turn = turn;
    this.giveUp = giveUp;
  }

  /**
   * Takes room for an answer, unless it is small, or room was taken already.
   *
   * @return whether it may be sent; if not, its turn comes
   */
  public synchronized boolean take(long bytes) {
    if (!all.isLarge(bytes) || taken > 0) {
      return true;
    }
    if (waits) {
      return false;
    }
    if (all.large().take(bytes, () -> turn(bytes))) {
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
        all.large().release(bytes);
        return;
      }
      hold(bytes);
    }
    turn.run();
  }

  private void hold(long bytes) {
    taken = bytes;
    late = Optional.of(all.whenLate(this::late));
  }

  private synchronized void late() {
    long bytes = taken;
    release();
    if (bytes > 0 && !closed) {
      all.untakenAnswers().keep(this, bytes, () -> all.run(giveUp));
    }
  }

  /** Whether an answer is under way that is not late. */
  public synchronized boolean isTaken() {
    return taken > 0;
  }

  /** The client has what was sent, or it will not be sent. */
  public synchronized void release() {
    all.untakenAnswers().forget(this);
    if (taken > 0) {
      late.ifPresent(task -> task.cancel(false));
      all.large().release(taken);
      taken = 0;
    }
  }

  /** The stream is over. */
  public synchronized void close() {
    closed = true;
    release();
  }
}
