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

  /** Makes it the same place as another. */
  public void set(Slice other) {
    set(other.from, other.length);
  }

  /** Index of its first byte in {@link Wire#bytes}. */
  public int from() {
    return from;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return length == 0;
  }
}
