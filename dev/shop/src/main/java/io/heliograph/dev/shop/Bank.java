/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The bank behind payments, as payments sees it: it is somebody else's, so there is a client span
 * and none of a server. How long it takes and how often it fails is up to the config.
 */
final class Bank {
  /** Less than orders gives payments while all is well. */
  static final long TIMEOUT_MS = 800;

  private static final String SERVICE = "bank.v1.Acquirer";
  private static final String METHOD = "Authorize";

  private final Tracer tracer;
  private final LiveConfig config;

  Bank(OpenTelemetry telemetry, LiveConfig config) {
    this.tracer = telemetry.getTracer("shop");
    this.config = config;
  }

  /**
   * Waits for the bank's answer.
   *
   * @throws io.grpc.StatusRuntimeException if it refuses
   */
  void authorize() {
    Span span =
        tracer
            .spanBuilder(SERVICE + "/" + METHOD)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("rpc.system", "grpc")
            .setAttribute("rpc.service", SERVICE)
            .setAttribute("rpc.method", METHOD)
            .setAttribute("peer.service", "bank")
            .setAttribute("server.address", "acquirer.bank.example")
            .setAttribute(Timeout.MILLIS, TIMEOUT_MS)
            .startSpan();
    try {
      double millis = config.get(LiveConfig.BANK_MS) * Weather.jitter();
      LockSupport.parkNanos((long) (millis * TimeUnit.MILLISECONDS.toNanos(1)));
      Status status = fails() ? Status.INTERNAL.withDescription("bank is closed") : Status.OK;
      span.setAttribute("rpc.grpc.status_code", status.getCode().value());
      if (!status.isOk()) {
        span.setStatus(StatusCode.ERROR, status.getDescription());
        throw status.asRuntimeException();
      }
    } finally {
      span.end();
    }
  }

  private boolean fails() {
    return ThreadLocalRandom.current().nextDouble() < config.get(LiveConfig.BANK_FAILURE_RATE);
  }
}
