/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.health.peer.Standing;
import java.util.List;

/**
 * What was last seen of an instance beside its beats coming.
 *
 * @param probers what each of its probers found last, see {@link ProbeOpinion#after}
 * @param standing how it does among its peers
 * @param strain what it carries, by its own word
 */
public record Observed(List<ProberView> probers, Standing standing, Strain strain) {
  /** Of an instance of which nothing was seen yet. */
  static final Observed NOTHING = new Observed(List.of(), Standing.UNKNOWN, Strain.NONE);

  Observed with(List<ProberView> newer) {
    return new Observed(newer, standing, strain);
  }

  Observed with(Standing newer) {
    return new Observed(probers, newer, strain);
  }

  Observed with(Strain newer) {
    return newer.equals(strain) ? this : new Observed(probers, standing, newer);
  }
}
