/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/** A series of attempts of one call, and the worst series beneath any of them. */
final class Attempts {
  /** Where products end: nobody needs to know by how much it is too many. */
  private static final long MANY = 1_000_000_000;

  final int[] spans;
  final Attempts next;
  private Attempts inner;
  private long product;

  Attempts(Siblings siblings, int first, Attempts next) {
    this.next = next;
    spans = new int[siblings.attemptsFrom(first)];
    product = spans.length;
    int position = first;
    for (int i = 0; i < spans.length; i++) {
      spans[i] = siblings.call(position);
      position = siblings.nextAttempt(position);
    }
  }

  /** Takes note of a series beneath one of the attempts, whose own product is settled. */
  void multiplyBy(Attempts beneath) {
    inner = worse(inner, beneath);
    product = inner == null ? spans.length : Math.min(MANY, spans.length * inner.product);
  }

  /** The series that multiplies this one; null if none does. */
  Attempts inner() {
    return inner;
  }

  /** How many calls the innermost callee gets if every level makes all its attempts. */
  long product() {
    return product;
  }

  static Attempts worse(Attempts one, Attempts other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.product > one.product ? other : one;
  }
}
