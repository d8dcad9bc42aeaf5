/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One of the spans of every trace.
 *
 * @param parent index of the parent span, -1 for the root
 * @param service index of its service
 * @param attributes ten attributes, of type String or Long; {@code ######} stands for six digits
 *     that differ from span to span
 */
record SpanShape(
    int parent,
    int service,
    String name,
    Kind kind,
    Function<RandomGenerator, Map<String, Object>> attributes) {
  enum Kind {
    SERVER,
    CLIENT
  }
}
