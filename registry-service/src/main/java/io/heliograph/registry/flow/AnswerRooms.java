/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the memory of large answers to all clients of an API. They go to so many at a time as
 * there is room for; one that its client has not taken in time makes room for the next all the
 * same. It keeps its memory then; once there is as much of that as may be under way, the stream
 * that has stood still for the longest is given up. One half of the room is for those who took the
 * last one in time, so that they never wait for those who stand still from the start. Thread-safe.
 */
public final class AnswerRooms {
  private final int largeBytes;
  private final long takeMillis;
  private final ScheduledExecutorService timer;
  private final LargeAnswers newcomers;
  private final LargeAnswers proven;
  private final UntakenAnswers untaken;

  /**
   * Nothing is under way.
   *
   * @param largeBytes an answer of no more than that needs no room
   * @param most bytes of large answers under way, and of those not taken in time
   * @param takeMillis in time
   * @param timer runs what {@link #room} is given
   */
  public AnswerRooms(int largeBytes, long most, long takeMillis, ScheduledExecutorService timer) {
    this.largeBytes = largeBytes;
    this.takeMillis = takeMillis;
    this.timer = timer;
    newcomers = new LargeAnswers(most / 2, timer);
    proven = new LargeAnswers(most / 2, timer);
    untaken = new UntakenAnswers(most);
  }

  /**
   * For the answers of a stream, of which one at a time is under way.
   *
   * @param turn is run when there is room that {@link AnswerRoom#take} did not find
   * @param giveUp is run when its client has stood still, and the memory is needed: if {@link
   *     AnswerRoom#isLate} still holds, by whatever guards the stream, it is to end
   */
  public AnswerRoom room(Runnable turn, Runnable giveUp) {
    return new AnswerRoom(this, turn, giveUp);
  }

  /** Bytes of large answers that their clients have not taken yet. */
  public long underWay() {
    return newcomers.underWay() + proven.underWay();
  }

  /** Bytes of those that were not taken in time. */
  public long untaken() {
    return untaken.bytes();
  }

  boolean isLarge(long bytes) {
    return bytes > largeBytes;
  }

  /**
   * Where its room is.
   *
   * @param isProven whether the stream took its last large answer in time
   */
  LargeAnswers large(boolean isProven) {
    return isProven ? proven : newcomers;
  }

  UntakenAnswers untakenAnswers() {
    return untaken;
  }

  void run(Runnable task) {
    timer.execute(task);
  }

  Future<?> whenLate(Runnable task) {
    return timer.schedule(task, takeMillis, TimeUnit.MILLISECONDS);
  }
}
