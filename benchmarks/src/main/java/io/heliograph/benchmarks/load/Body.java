/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

/**
 * A request that is filled, sent and filled again. It belongs to the sender until its answer came,
 * since a retry sends the same bytes.
 */
public final class Body {
  final byte[] bytes;
  int length;
  int spans;
  int attempts;

  Body(int capacity) {
    bytes = new byte[capacity];
  }

  void fill(Template template, Round round) {
    template.fill(bytes, round);
    length = template.length();
    spans = template.spans();
    attempts = 0;
  }
}
