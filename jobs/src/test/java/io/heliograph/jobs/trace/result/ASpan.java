/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import java.util.List;

/** A span as a test tells it; times in milliseconds after {@link #START}. */
final class ASpan {
  static final long MILLI = 1_000_000;

  /** 2026-11-01 10:00:00 UTC. */
  static final long START = 1_793_527_200_000L * MILLI;

  final long id;
  private final long parent;
  private final SpanKind kind;
  private final String service;
  private final String operation;
  private long startNanos;
  private long endNanos;
  private String host;
  private String peer = "";
  private String call;
  private ErrorKind error = ErrorKind.NONE;
  private String requestLane = "";
  private String instanceLane;
  private long timeoutNanos;
  private List<SpanLink> links = List.of();

  ASpan(long id, long parent, SpanKind kind, String service, String operation) {
    this.id = id;
    this.parent = parent;
    this.kind = kind;
    this.service = service;
    this.operation = operation;
    host = service + "-1";
    call = operation;
    from(0, 1);
  }

  static ASpan server(long id, long parent, String service, String operation) {
    return new ASpan(id, parent, SpanKind.SERVER, service, operation);
  }

  static ASpan client(long id, long parent, String service, String operation) {
    return new ASpan(id, parent, SpanKind.CLIENT, service, operation);
  }

  ASpan from(double startMillis, double endMillis) {
    return nanos(START + Math.round(startMillis * MILLI), START + Math.round(endMillis * MILLI));
  }

  ASpan nanos(long start, long end) {
    startNanos = start;
    endNanos = end;
    return this;
  }

  ASpan at(String instance) {
    host = instance;
    return this;
  }

  ASpan to(String calledPeer) {
    peer = calledPeer;
    return this;
  }

  ASpan fails(ErrorKind how) {
    error = how;
    return this;
  }

  ASpan lane(String request, String instance) {
    requestLane = request;
    instanceLane = instance;
    return this;
  }

  ASpan within(long nanos) {
    timeoutNanos = nanos;
    return this;
  }

  ASpan follows(SpanLink... producers) {
    links = List.of(producers);
    return this;
  }

  /** The span; its fingerprint depends on all that was told. */
  Span span() {
    Span plain = span(0);
    return span(plain.hashCode() * 0x9E3779B97F4A7C15L ^ id * 31 + startNanos);
  }

  private Span span(long fingerprint) {
    return new Span(
        id,
        parent,
        kind,
        startNanos,
        endNanos,
        error,
        service,
        host,
        operation,
        peer,
        call,
        requestLane,
        instanceLane,
        timeoutNanos,
        timeoutNanos > 0 ? "rpc.timeout_ms" : "",
        links,
        fingerprint);
  }
}
