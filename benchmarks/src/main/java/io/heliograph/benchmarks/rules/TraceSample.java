/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.rules;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A trace of {@value #SPANS} spans to judge: a healthy one, or one with a fault of each kind. */
final class TraceSample {
  static final int SPANS = 50;

  private static final long MILLI = 1_000_000;
  private static final long START = 1_700_000_000_000L * MILLI;

  private final List<Span> spans = new ArrayList<>();
  private long nextId = 0x9e3779b97f4a7c15L;

  /** A frontend asks seven services at once; each asks a database, a cache and another database. */
  static List<Span> healthy() {
    TraceSample sample = new TraceSample();
    long root = sample.span(0, SpanKind.SERVER, 0, 100, "frontend", "GET /home", "");
    for (int i = 0; i < 7; i++) {
      String service = "service-" + i;
      long call = sample.span(root, SpanKind.CLIENT, 2 + i, 90, "frontend", "Call" + i, service);
      long server = sample.span(call, SpanKind.SERVER, 3 + i, 88, service, "Call" + i, "");
      long work = sample.span(server, SpanKind.INTERNAL, 10 + i, 70, service, "handle", "");
      sample.span(work, SpanKind.CLIENT, 20, 3, service, "SELECT a", "postgresql/a");
      sample.span(work, SpanKind.CLIENT, 30, 2, service, "GET item:?", "redis");
      sample.span(work, SpanKind.CLIENT, 40, 3, service, "SELECT b", "postgresql/b");
      sample.span(work, SpanKind.INTERNAL, 50, 10, service, "render", "");
    }
    return sample.shuffled();
  }

  /** One fault after the other under one root. */
  static List<Span> faulty() {
    TraceSample sample = new TraceSample();
    long root =
        sample.span(0, SpanKind.SERVER, 0, 1000, "frontend", "POST /buy", "", ErrorKind.FAILURE, 0);
    sample.serialAndRepeated(root);
    sample.storm(root);
    sample.inversion(root);
    for (int i = sample.spans.size(); i < SPANS; i++) {
      sample.span(root, SpanKind.INTERNAL, 950 + i % 10, 5, "frontend", "render", "");
    }
    return sample.shuffled();
  }

  private void serialAndRepeated(long root) {
    long call = span(root, SpanKind.CLIENT, 5, 200, "frontend", "Stock", "inventory");
    long server = span(call, SpanKind.SERVER, 106, 198, "inventory", "Stock", ""); // 100 ms ahead
    for (int i = 0; i < 10; i++) {
      span(server, SpanKind.CLIENT, 110 + 3 * i, 2, "inventory", "GET stock:?", "redis");
    }
    span(root, SpanKind.CLIENT, 210, 110, "frontend", "Quote", "shipping");
    span(root, SpanKind.CLIENT, 325, 110, "frontend", "Similar", "catalog");
  }

  private void storm(long root) {
    for (int i = 0; i < 3; i++) {
      int at = 440 + 80 * i;
      long call =
          span(root, SpanKind.CLIENT, at, 70, "frontend", "Place", "orders", ErrorKind.FAILURE, 0);
      long server =
          span(call, SpanKind.SERVER, at + 1, 68, "orders", "Place", "", ErrorKind.FAILURE, 0);
      for (int j = 0; j < 3; j++) {
        span(
            server,
            SpanKind.CLIENT,
            at + 5 + 20 * j,
            10,
            "orders",
            "Schedule",
            "shipping",
            ErrorKind.FAILURE,
            0);
      }
    }
  }

  private void inversion(long root) {
    long call =
        span(
            root,
            SpanKind.CLIENT,
            700,
            100,
            "frontend",
            "Charge",
            "payments",
            ErrorKind.TIMEOUT,
            100);
    long server = span(call, SpanKind.SERVER, 701, 220, "payments", "Charge", "");
    span(server, SpanKind.CLIENT, 703, 200, "payments", "Authorize", "bank", ErrorKind.NONE, 2000);
  }

  private long span(
      long parent,
      SpanKind kind,
      int startMillis,
      int millis,
      String service,
      String operation,
      String peer) {
    return span(parent, kind, startMillis, millis, service, operation, peer, ErrorKind.NONE, 0);
  }

  private long span(
      long parent,
      SpanKind kind,
      int startMillis,
      int millis,
      String service,
      String operation,
      String peer,
      ErrorKind error,
      long timeoutMillis) {
    nextId = nextId * 6364136223846793005L + 1442695040888963407L;
    spans.add(
        new Span(
            nextId,
            parent,
            kind,
            START + startMillis * MILLI,
            START + (startMillis + millis) * MILLI,
            error,
            service,
            service + "-1",
            operation,
            peer,
            operation,
            "gray",
            service.equals("orders") ? "" : "gray",
            timeoutMillis * MILLI,
            timeoutMillis > 0 ? "rpc.timeout_ms" : "",
            List.of(),
            nextId));
    return nextId;
  }

  private List<Span> shuffled() {
    Collections.shuffle(spans, new Random(7));
    return List.copyOf(spans);
  }
}
