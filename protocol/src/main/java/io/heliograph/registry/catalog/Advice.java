/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * What the health job says of an instance.
 *
 * @param score 0 to 100
 * @param timeMillis Unix time when it found so; what it found before a registration does not speak
 *     of the one who registered then
 * @param beatsItself whether it follows the instance's own heartbeats
 */
public record Advice(State state, int score, long timeMillis, boolean beatsItself) {
  /** States as the contract names them. */
  public enum State {
    WARMING,
    UP,
    SUSPECT,
    DOWN,
    DRAINING,
    DISABLED
  }

  /** For how long it is believed that the job hears an instance: it says so each half minute. */
  static final long HEARD_MILLIS = 120_000;

  /** Of an instance of which nothing was said. */
  public static final Advice NONE = new Advice(State.UP, 100, 0);

  /** Whether an instance is as if nothing was said of it. */
  public boolean saysNothing() {
    return state == State.UP && score == NONE.score;
  }

  /** Advice on an instance of which the job hears the lease alone, or does not say. */
  public Advice(State state, int score, long timeMillis) {
    this(state, score, timeMillis, false);
  }

  /**
   * Whether the job hears the instance itself, so that it needs no word of its lease. Not of one
   * that it may have lost: then the lease may be that of another process, which does not beat.
   */
  boolean needsNoLease(long nowMillis) {
    return beatsItself
        && state != State.SUSPECT
        && state != State.DOWN
        && nowMillis - timeMillis < HEARD_MILLIS;
  }

  /** Refuses a score that is none. */
  public Advice {
    if (score < 0 || score > 100) {
      throw new IllegalArgumentException("score is " + score + ": give 0 to 100");
    }
  }
}
