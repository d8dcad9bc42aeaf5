/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Statements and what remains of them without their values: each is worked out once, as long as the
 * table has room. To be cleared together with the names. Not thread safe.
 */
final class Templates {
  /** Templates look at 4,096 characters, which these bytes hold whatever they are. */
  private static final int READ = 16 << 10;

  private final UnaryOperator<String> template;
  private final Names names;
  private final long budget;
  private final ByteTable statements = new ByteTable();
  private int[] results = new int[64];

  Templates(UnaryOperator<String> template, Names names, long budget) {
    this.template = template;
    this.names = names;
    this.budget = budget;
  }

  boolean isFull() {
    return statements.cost() > budget;
  }

  void clear() {
    statements.clear();
    results = new int[64];
  }

  /** The name of a statement's template. */
  int of(byte[] bytes, int from, int length) {
    int known = statements.size();
    int number = statements.of(bytes, from, Math.min(length, READ));
    if (number == known) {
      if (number == results.length) {
        results = Arrays.copyOf(results, 2 * number);
      }
      byte[] statement = statements.get(number);
      results[number] = names.of(template.apply(new String(statement, StandardCharsets.UTF_8)));
    }
    return results[number];
  }
}
