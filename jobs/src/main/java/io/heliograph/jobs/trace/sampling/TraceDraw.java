/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/**
 * A number of 0 to less than 1 from a trace id, the same everywhere and for ever.
 *
 * <p>The id is mixed first (the finalizer of SplitMix64; Steele, Lea, Flood: "Fast splittable
 * pseudorandom number generators", OOPSLA 2014): senders that sample by comparing the id's low bits
 * with a bound let only low ids through, and some ids are just counted up.
 */
final class TraceDraw {
  private TraceDraw() {}

  static double of(long traceLow) {
    long z = traceLow + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
