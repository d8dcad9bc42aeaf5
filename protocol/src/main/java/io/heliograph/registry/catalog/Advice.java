/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * What the health job says of an instance.
 *
 * @param score 0 to 100
 * @param timeMillis Unix time when it found so; what it found before a registration does not speak
 *     of the one who registered then
 */
public record Advice(State state, int score, long timeMillis) {
  /** States as the contract names them. */
  public enum State {
    WARMING,
    UP,
    SUSPECT,
    DOWN,
    DRAINING,
    DISABLED
  }

  /** Of an instance of which nothing was said. */
  public static final Advice NONE = new Advice(State.UP, 100, 0);

  /** Whether an instance is as if nothing was said of it. */
  public boolean saysNothing() {
    return state == State.UP && score == NONE.score;
  }

  /** Refuses a score that is none. */
  public Advice {
    if (score < 0 || score > 100) {
      throw new IllegalArgumentException("score is " + score + ": give 0 to 100");
    }
  }
}
