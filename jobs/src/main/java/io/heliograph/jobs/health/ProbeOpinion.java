/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.ArrayList;
import java.util.List;

/**
 * What the probers of an instance think of it together.
 *
 * <p>Each prober's last probe counts for {@value #MEMORY_MILLIS} ms of log time. If the majority of
 * them failed, the instance loses score: 80 % when all of them fail, half as much if it is one
 * prober alone, who may be the one that is cut off. From {@value #QUORUM} failing probers on, if
 * they are the majority, the instance is SUSPECT. Probes never make an instance DOWN: it beats, so
 * it lives.
 *
 * @param loss share of the score that is lost, 0 to 0.8
 * @param quorum whether enough of them fail to suspect it
 * @param words empty if no one complains
 */
record ProbeOpinion(double loss, boolean quorum, String words) {
  static final int REMEMBERED = 8;
  static final long MEMORY_MILLIS = 90_000;
  static final int QUORUM = 2;

  private static final double MAX_LOSS = 0.8;
  private static final ProbeOpinion CONTENT = new ProbeOpinion(0, false, "");

  /** The opinion at a moment of log time. */
  static ProbeOpinion of(List<ProberView> probers, long nowMillis) {
    int recent = 0;
    int failing = 0;
    ProberView newest = null;
    for (ProberView prober : probers) {
      if (nowMillis - prober.millis() > MEMORY_MILLIS) {
        continue;
      }
      recent++;
      if (!prober.failure().isEmpty()) {
        failing++;
        newest = newest == null || prober.millis() > newest.millis() ? prober : newest;
      }
    }
    if (newest == null) {
      return CONTENT;
    }
    String words = failing + " of " + recent + " probers fail, last: " + newest.failure();
    if (2 * failing <= recent) {
      return new ProbeOpinion(0, false, words);
    }
    double loss = MAX_LOSS * failing / recent;
    boolean quorum = failing >= QUORUM;
    return new ProbeOpinion(quorum ? loss : loss / 2, quorum, words);
  }

  /**
   * The probers after a probe, at most {@value #REMEMBERED}, those heard of last. The same list if
   * the prober is known to have looked later than that.
   */
  static List<ProberView> after(List<ProberView> probers, ProberView probe) {
    List<ProberView> next = new ArrayList<>(probers.size() + 1);
    ProberView oldest = probe;
    for (ProberView prober : probers) {
      if (!prober.proberId().equals(probe.proberId())) {
        next.add(prober);
        oldest = prober.millis() < oldest.millis() ? prober : oldest;
      } else if (prober.millis() > probe.millis()) {
        return probers;
      }
    }
    next.add(probe);
    if (next.size() > REMEMBERED) {
      next.remove(oldest);
    }
    return List.copyOf(next);
  }
}
