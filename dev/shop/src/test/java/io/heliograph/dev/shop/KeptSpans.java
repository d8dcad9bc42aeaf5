/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An exporter that keeps what it is given, and questions about it. */
final class KeptSpans implements SpanExporter {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  private static final AttributeKey<String> LANE = AttributeKey.stringKey("lane");
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<Long> GRPC_STATUS =
      AttributeKey.longKey("rpc.grpc.status_code");

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();

  /** Those of a service whose name ends so, by start. */
  List<SpanData> of(String service, SpanKind kind, String name) {
    return spans.stream()
        .filter(span -> service(span).equals(service))
        .filter(span -> span.getKind() == kind && span.getName().endsWith(name))
        .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
        .toList();
  }

  SpanData one(String service, SpanKind kind, String name) {
    List<SpanData> found = of(service, kind, name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + service + " " + name + " in " + this);
    }
    return found.get(0);
  }

  List<SpanData> children(SpanData parent) {
    return spans.stream()
        .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
        .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
        .toList();
  }

  /** The calls that a span makes. */
  List<SpanData> calls(SpanData parent) {
    return children(parent).stream()
        .filter(span -> span.getKind() == SpanKind.CLIENT || span.getKind() == SpanKind.PRODUCER)
        .toList();
  }

  Stream<SpanData> all() {
    return spans.stream();
  }

  /** Whether each call that a service of the shop takes has its other half, and all are rooted. */
  boolean isWhole() {
    return spans.stream().anyMatch(span -> !span.getParentSpanContext().isValid())
        && spans.stream()
            .filter(span -> span.getKind() == SpanKind.CLIENT)
            .filter(span -> span.getName().startsWith("shop.v1."))
            .allMatch(span -> !children(span).isEmpty())
        && spans.stream()
            .filter(span -> span.getParentSpanContext().isValid())
            .allMatch(span -> hasParent(span));
  }

  private boolean hasParent(SpanData span) {
    return spans.stream().anyMatch(other -> other.getSpanId().equals(span.getParentSpanId()));
  }

  void clear() {
    spans.clear();
  }

  static String service(SpanData span) {
    return span.getResource().getAttribute(SERVICE);
  }

  /** The lane that the span says of its request; null if it says none. */
  static String lane(SpanData span) {
    return span.getAttributes().get(LANE);
  }

  /** The lane that the instance says it stands in. */
  static String standsIn(SpanData span) {
    return span.getResource().getAttribute(LANE);
  }

  static String query(SpanData span) {
    return span.getAttributes().get(QUERY);
  }

  static long timeoutMillis(SpanData span) {
    return span.getAttributes().get(Timeout.MILLIS);
  }

  static Status.Code grpcStatus(SpanData span) {
    return Status.fromCodeValue(span.getAttributes().get(GRPC_STATUS).intValue()).getCode();
  }

  static boolean failed(SpanData span) {
    return span.getStatus().getStatusCode() == StatusCode.ERROR;
  }

  static boolean overlap(SpanData one, SpanData other) {
    return one.getStartEpochNanos() < other.getEndEpochNanos()
        && other.getStartEpochNanos() < one.getEndEpochNanos();
  }

  static long millis(SpanData span) {
    return (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1_000_000;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> batch) {
    spans.addAll(batch);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public String toString() {
    return spans.stream()
        .map(span -> service(span) + " " + span.getKind() + " " + span.getName())
        .toList()
        .toString();
  }
}
