/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One thing that is wrong with a trace. Kind, place, service and operation together are unique
 * within a trace.
 *
 * @param place id of the span it was found at
 * @param spanIds the spans involved, the first {@value #MAX_SPANS}; not to be modified
 * @param count how many calls or spans it is about, including those beyond {@code spanIds}
 * @param savingNanos what the critical path would lose without it; 0 if nothing or unknown
 * @param lane for {@link FindingKind#LANE_VIOLATION} the lane that was left, else empty
 * @param evidence what a person needs to believe it: texts, numbers, truth values, lists and maps
 *     of these
 */
@SuppressWarnings("ArrayRecordComponent") // up to 100 longs; equality is by content
public record Finding(
    FindingKind kind,
    String service,
    String operation,
    long place,
    long[] spanIds,
    int count,
    long savingNanos,
    String lane,
    Map<String, Object> evidence) {
  static final int MAX_SPANS = 100;

  /** Worst first; no two findings of a trace are equal in it. */
  static final Comparator<Finding> WORST_FIRST =
      Comparator.comparingLong(Finding::savingNanos)
          .reversed()
          .thenComparing(Finding::kind)
          .thenComparing(Finding::service)
          .thenComparing(Finding::operation)
          .thenComparing(Finding::place, Long::compareUnsigned);

  public Finding {
    if (spanIds.length > MAX_SPANS) {
      spanIds = Arrays.copyOf(spanIds, MAX_SPANS);
    }
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Finding that
        && kind == that.kind
        && place == that.place
        && count == that.count
        && savingNanos == that.savingNanos
        && service.equals(that.service)
        && operation.equals(that.operation)
        && lane.equals(that.lane)
        && Arrays.equals(spanIds, that.spanIds)
        && evidence.equals(that.evidence);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, service, operation, place);
  }

  @Override
  public String toString() {
    return "%s %s %s at %016x x%d saves %d ns %s%s %s"
        .formatted(
            kind.label(),
            service,
            operation,
            place,
            count,
            savingNanos,
            lane,
            Arrays.toString(spanIds),
            evidence);
  }
}
