/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.rules;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A trace of {@value #SPANS} spans over 4 of 8 services: calls, a database; one in ten fails. */
final class SmallTrace {
  static final int SPANS = 10;

  private static final long MICRO = 1_000;
  private static final long START = 1_700_000_000_000_000_000L;

  private final Random random;
  private final boolean fails;
  private final List<Span> spans = new ArrayList<>();

  private SmallTrace(int number) {
    random = new Random(number);
    fails = number % 10 == 0;
  }

  static List<Span> of(int number) {
    SmallTrace trace = new SmallTrace(number);
    long start = START + MICRO * 100_000 * number;
    long root = trace.span(0, SpanKind.SERVER, start, 20_000, "frontend", "GET /cart", "");
    for (int i = 0; i < 3; i++) {
      String callee = "service-" + trace.random.nextInt(7);
      String operation = "Call" + trace.random.nextInt(20);
      int micros = 3_000 + trace.random.nextInt(14_000);
      long at = start + 500 * MICRO;
      long call = trace.span(root, SpanKind.CLIENT, at, micros, "frontend", operation, callee);
      long server =
          trace.span(call, SpanKind.SERVER, at + 100 * MICRO, micros - 200, callee, operation, "");
      trace.span(
          server, SpanKind.CLIENT, at + 300 * MICRO, micros / 3, callee, "SELECT items", "mysql");
    }
    Collections.shuffle(trace.spans, trace.random);
    return List.copyOf(trace.spans);
  }

  private long span(
      long parent,
      SpanKind kind,
      long start,
      int micros,
      String service,
      String operation,
      String peer) {
    long id = random.nextLong() | 1;
    spans.add(
        new Span(
            id,
            parent,
            kind,
            start,
            start + micros * MICRO,
            fails && spans.size() == 2 ? ErrorKind.FAILURE : ErrorKind.NONE,
            new String(service),
            service + "-1",
            new String(operation),
            new String(peer),
            operation,
            "",
            "",
            0,
            "",
            List.of(),
            id));
    return id;
  }
}
