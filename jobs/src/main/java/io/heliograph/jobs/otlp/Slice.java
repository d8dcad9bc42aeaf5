/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

/** A place in the fragment that is being read: mutable, so that one object serves all rows. */
public final class Slice {
  int from;
  int length;

  /** Makes it empty. */
  public void clear() {
    from = 0;
    length = 0;
  }

  void set(int from, int length) {
    this.from = from;
    this.length = length;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return length == 0;
  }
}
