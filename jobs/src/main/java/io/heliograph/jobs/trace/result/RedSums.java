/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Requests, errors and durations of every span, of whatever kind: the kind is part of the key.
 * Counted by the raw start, like the raw spans themselves.
 */
final class RedSums {
  private final OperationNames names;
  private final Map<Key, Red> sums = new HashMap<>();
  private long overflowed;

  /**
   * Looked up for every span, so the record's own hash and comparison, which are slow, are not it.
   */
  private record Key(long minute, SpanKind kind, String service, String operation) {
    @Override
    public int hashCode() {
      int hash = 31 * service.hashCode() + operation.hashCode();
      return 31 * (31 * hash + kind.ordinal()) + (int) minute;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && minute == key.minute
          && kind == key.kind
          && operation.equals(key.operation)
          && service.equals(key.service);
    }
  }

  private static final class Red {
    final CallSum sum = new CallSum();
    final Exemplar slowest = new Exemplar();
    final Exemplar slowestError = new Exemplar();
  }

  RedSums(int maxOperationsPerService) {
    names = new OperationNames(maxOperationsPerService);
  }

  void add(long traceHigh, long traceLow, Span span) {
    long minute = Windows.minute(span.startNanos());
    Red red = sums.get(new Key(minute, span.kind(), span.service(), span.operation()));
    if (red == null) {
      red = admit(minute, span);
    }
    red.sum.add(span.durationNanos(), span.failed(), 1);
    red.slowest.offer(span.durationNanos(), traceHigh, traceLow);
    if (span.failed()) {
      red.slowestError.offer(span.durationNanos(), traceHigh, traceLow);
    }
  }

  private Red admit(long minute, Span span) {
    String service = names.service(span.service());
    String operation = names.operation(span.service(), span.operation());
    if (!operation.equals(span.operation())) {
      overflowed++;
    }
    return sums.computeIfAbsent(new Key(minute, span.kind(), service, operation), key -> new Red());
  }

  int size() {
    return sums.size();
  }

  long overflowed() {
    return overflowed;
  }

  void flush(Consumer<TraceOutput> out) {
    sums.forEach((key, red) -> out.accept(TraceOutput.of(delta(key, red))));
    sums.clear();
  }

  private static RedDelta delta(Key key, Red red) {
    return new RedDelta(
        key.minute(),
        key.service(),
        key.operation(),
        key.kind().label(),
        red.sum.calls,
        red.sum.errors,
        red.sum.totalNanos,
        red.sum.sketch.buckets(),
        red.sum.sketch.counts(),
        red.slowest.text(),
        red.slowestError.text());
  }
}
