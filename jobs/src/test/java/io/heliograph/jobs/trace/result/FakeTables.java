/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What ClickHouse makes of the outputs: of each key the row of the highest version, and sums. */
final class FakeTables implements Consumer<TraceOutput> {
  private final Map<List<Object>, TraceRow> traces = new HashMap<>();
  private final Map<List<Object>, FindingRow> findings = new HashMap<>();
  private final Map<List<Object>, Sum> red = new HashMap<>();
  private final Map<List<Object>, Sum> edges = new HashMap<>();
  private final Set<LaneRow> lanes = new HashSet<>();
  final List<TraceOutput> all = new ArrayList<>();

  private static final class Sum {
    long calls;
    long errors;
    long total;
    final Map<Short, Long> sketch = new TreeMap<>();
    String slowest = "";
    String slowestError = "";

    void add(long moreCalls, long moreErrors, long nanos, short[] buckets, long[] counts) {
      calls += moreCalls;
      errors += moreErrors;
      total += nanos;
      for (int i = 0; i < buckets.length; i++) {
        sketch.merge(buckets[i], counts[i], (a, b) -> a + b == 0 ? null : a + b);
      }
    }

    List<Object> values() {
      return List.of(calls, errors, total, Map.copyOf(sketch), slowest, slowestError);
    }
  }

  @Override
  public void accept(TraceOutput output) {
    all.add(output);
    if (output.trace() != null) {
      TraceRow row = output.trace();
      traces.merge(
          List.of(row.traceHigh(), row.traceLow(), row.startDay()),
          row,
          (a, b) -> a.version() > b.version() ? a : b);
    } else if (output.finding() != null) {
      FindingRow row = output.finding();
      findings.merge(key(row), row, (a, b) -> a.version() > b.version() ? a : b);
    } else if (output.red() != null) {
      add(output.red());
    } else if (output.edge() != null) {
      add(output.edge());
    } else {
      lanes.add(output.lane());
    }
  }

  private static List<Object> key(FindingRow row) {
    return List.of(
        row.traceHigh(),
        row.traceLow(),
        row.startDay(),
        row.kind(),
        row.place(),
        row.service(),
        row.operation());
  }

  private void add(RedDelta delta) {
    Sum sum =
        red.computeIfAbsent(
            List.of(delta.windowSeconds(), delta.service(), delta.operation(), delta.kind()),
            key -> new Sum());
    sum.add(delta.calls(), delta.errors(), delta.totalNanos(), delta.buckets(), delta.counts());
    sum.slowest = max(sum.slowest, delta.slowest());
    sum.slowestError = max(sum.slowestError, delta.slowestError());
  }

  private void add(EdgeDelta delta) {
    edges
        .computeIfAbsent(
            List.of(delta.windowSeconds(), delta.caller(), delta.callee()), key -> new Sum())
        .add(delta.calls(), delta.errors(), delta.totalNanos(), delta.buckets(), delta.counts());
  }

  private static String max(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  List<TraceRow> traces() {
    return traces.values().stream().filter(row -> !row.deleted()).toList();
  }

  List<FindingRow> findings() {
    return findings.values().stream().filter(row -> !row.deleted()).toList();
  }

  Set<LaneRow> lanes() {
    return lanes;
  }

  /** Sums per minute, service, operation and kind. */
  Map<List<Object>, List<Object>> red() {
    return positive(red);
  }

  /** Sums per minute, caller and callee. */
  Map<List<Object>, List<Object>> edges() {
    return positive(edges);
  }

  private static Map<List<Object>, List<Object>> positive(Map<List<Object>, Sum> sums) {
    Map<List<Object>, List<Object>> shown = new HashMap<>();
    sums.forEach(
        (key, sum) -> {
          if (sum.calls != 0 || sum.total != 0 || !sum.sketch.isEmpty()) {
            shown.put(key, sum.values());
          }
        });
    return shown;
  }
}
