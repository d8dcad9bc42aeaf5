/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

/** Why clients had to try again; each attempt that failed is counted once. */
final class FailedAttempts {
  /** Connections that nobody took. */
  int refused;

  /** Connections that ended before the answer. */
  int broken;

  /** Answers that say that it did not work. */
  int errors;

  /** Lists without an instance, of services that have some. */
  int emptyLists;

  @Override
  public String toString() {
    return "%,d refused (not listening yet), %,d broken, %,d answered with an error, %,d empty lists"
        .formatted(refused, broken, errors, emptyLists);
  }
}
