/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * How steady an instance has been. Survives its restarts.
 *
 * @param troubled whether it was in trouble when it was last looked at
 * @param owedBeats good beats it must send before it is trusted again
 * @param penalty of {@link FlapDamping}, as it was at {@code penaltyMillis}
 * @param penaltyMillis log time of the last flap
 * @param flaps since the penalty was last as good as gone
 * @param flapsSinceMillis log time of the first of those
 * @param held whether it is held back for its flaps
 */
public record Steadiness(
    boolean troubled,
    int owedBeats,
    double penalty,
    long penaltyMillis,
    int flaps,
    long flapsSinceMillis,
    boolean held) {
  /** Of an instance that never was in trouble. */
  static final Steadiness CALM = new Steadiness(false, 0, 0, 0, 0, 0, false);

  /** What a new process of the instance inherits: its flaps, not the beats the old one owed. */
  Steadiness inherited() {
    return new Steadiness(false, 0, penalty, penaltyMillis, flaps, flapsSinceMillis, held);
  }
}
