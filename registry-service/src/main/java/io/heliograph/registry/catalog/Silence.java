/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * How many of some instances have missed their renewals: less than a third of their lease is left.
 *
 * @param silent of them
 * @param all of them
 */
record Silence(int silent, int all) {
  static final Silence NONE = new Silence(0, 0);

  Silence plus(boolean isSilent) {
    return new Silence(silent + (isSilent ? 1 : 0), all + 1);
  }
}
