/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What stands in for a Redis: no server, but the wait of a round trip, and the client span that
 * OpenTelemetry's conventions ask for.
 */
final class StockCache {
  private static final double ROUND_TRIP_MILLIS = 1.5;

  private final Tracer tracer;

  StockCache(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("shop");
  }

  /** One round trip for one article. */
  void get(String sku) {
    roundTrip("GET", key(sku));
  }

  /** One round trip for all. */
  void getAll(List<String> skus) {
    roundTrip("MGET", skus.stream().map(StockCache::key).collect(Collectors.joining(" ")));
  }

  private static String key(String sku) {
    return "stock:" + (1_000 + Math.floorMod(sku.hashCode(), 9_000));
  }

  private void roundTrip(String command, String keys) {
    Span span =
        tracer
            .spanBuilder(command)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("db.system.name", "redis")
            .setAttribute("db.operation.name", command)
            .setAttribute("db.query.text", command + " " + keys)
            .setAttribute("db.namespace", "0")
            .setAttribute("server.address", "stock-cache.shop.example")
            .setAttribute("server.port", 6379)
            .startSpan();
    double millis = ROUND_TRIP_MILLIS * ThreadLocalRandom.current().nextDouble(0.7, 1.5);
    LockSupport.parkNanos((long) (millis * TimeUnit.MILLISECONDS.toNanos(1)));
    span.end();
  }
}
