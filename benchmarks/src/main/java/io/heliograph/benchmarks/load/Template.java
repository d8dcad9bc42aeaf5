/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

/** The body of one service's request of a round, but for ids and times. Thread-safe. */
public interface Template {
  /** Bytes of the body; always the same. */
  int length();

  int spans();

  /** Writes the body for this round into the first {@link #length()} bytes. */
  void fill(byte[] body, Round round);
}
