/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

/** An interval of what may be added to a host's times. */
record Correction(long least, long most) {
  /** Further than any clock, near enough to be added to one. */
  static final long FAR = Long.MAX_VALUE / 4;

  static final Correction NONE = new Correction(0, 0);

  /** How far a clock must be off, at least. */
  long needed() {
    return least > 0 ? least : Math.max(-most, 0);
  }

  /**
   * What to add: nothing if that is allowed, else the middle, as if the network took as long there
   * as back (F. Cristian, Probabilistic Clock Synchronization, 1989), but no more than twice what
   * is needed. A server that ends its span a little after its client has read the answer, of a call
   * that took long, is not moved far for that. If there is no middle, no more than is needed.
   */
  long nanos() {
    long needed = needed();
    boolean open = most - least >= FAR / 4; // the network takes no years
    long further = open ? 0 : Math.min((most - least) / 2, needed);
    return least > 0 ? needed + further : -needed - further;
  }

  /**
   * What may be added if an estimate that this was made from is itself no more than an interval.
   */
  Correction given(long estimate, Correction of) {
    return new Correction(
        Math.max(least - estimate + of.least, -FAR), Math.min(most - estimate + of.most, FAR));
  }
}
