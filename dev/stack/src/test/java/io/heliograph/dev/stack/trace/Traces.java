/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Traces of a shop, for tests. Times are milliseconds after {@link #START}. */
final class Traces {
  static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** 2026-03-31 12:00:00.250 UTC. */
  static final long START = 1_774_958_400_250_000_000L;

  static final View PLAIN = new View(100, ZoneId.of("UTC"), false, 200);

  private Traces() {}

  static SpanRow span(
      String id, String parent, String service, String name, String kind, long from, long millis) {
    return new SpanRow(
        id,
        parent,
        service,
        name,
        kind,
        START + from * 1_000_000,
        millis * 1_000_000,
        false,
        "",
        1);
  }

  static SpanRow failed(SpanRow span, String message) {
    return new SpanRow(
        span.id(),
        span.parentId(),
        span.service(),
        span.operation(),
        span.kind(),
        span.startNanos(),
        span.durationNanos(),
        true,
        message,
        1);
  }

  /** A checkout that reads its stock item by item and is refused by the bank. */
  static List<SpanRow> checkout() {
    return List.of(
        span("a1", "", "frontend", "POST /checkout", "Server", 0, 400),
        failed(span("a2", "a1", "frontend", "orders.Place", "Client", 10, 380), ""),
        failed(span("b1", "a2", "orders", "orders.Place", "Server", 15, 370), ""),
        span("b2", "b1", "orders", "HGET stock", "Client", 20, 20),
        span("b3", "b1", "orders", "HGET stock", "Client", 42, 20),
        span("b4", "b1", "orders", "HGET stock", "Client", 64, 20),
        failed(span("b5", "b1", "orders", "payments.Charge", "Client", 100, 280), ""),
        failed(
            span("c1", "b5", "payments", "payments.Charge", "Server", 105, 270),
            "card declined: the bank said no, and it said so at some length; ask the customer for"
                + " another card"),
        span("d1", "b1", "mailer", "mail.Sent", "Consumer", 350, 200));
  }

  static Verdict verdict() {
    return new Verdict(
        START,
        400_000_000,
        "frontend",
        "POST /checkout",
        9,
        4,
        List.of("frontend", "orders", "payments", "mailer"),
        "incomplete",
        "missing_parents+over_cap",
        1,
        2,
        1,
        30,
        3,
        "blue",
        List.of(
            new PathStep("a1", "frontend", "POST /checkout", 20_000_000),
            new PathStep("a2", "frontend", "orders.Place", 10_000_000),
            new PathStep("b1", "orders", "orders.Place", 30_000_000),
            new PathStep("b2", "orders", "HGET stock", 20_000_000),
            new PathStep("b3", "orders", "HGET stock", 20_000_000),
            new PathStep("b4", "orders", "HGET stock", 20_000_000),
            new PathStep("b5", "orders", "payments.Charge", 10_000_000),
            new PathStep("c1", "payments", "payments.Charge", 270_000_000)),
        "payments",
        "errors");
  }

  static List<Finding> findings() {
    return List.of(
        new Finding(
            "repeated_call",
            "orders",
            "HGET stock",
            "b1",
            List.of("b2", "b3", "b4"),
            3,
            40_000_000,
            "",
            json("{\"peer\":\"redis\",\"total_ns\":60000000}")),
        new Finding(
            "error_origin",
            "payments",
            "payments.Charge",
            "c1",
            List.of("c1"),
            1,
            0,
            "",
            json("{\"cause\":\"error\",\"reached_root\":false}")),
        new Finding(
            "clock_skew",
            "mailer",
            "",
            "ff",
            List.of(),
            1,
            0,
            "",
            json("{\"offset_ns\":-150000000}")));
  }

  static List<LogLine> logs() {
    return List.of(
        new LogLine(START - 2_000_000, "frontend", "a1", "INFO", "checkout of cart 17"),
        new LogLine(START + 375_000_000, "payments", "c1", "ERROR", "declined\n\tat Bank.charge"),
        new LogLine(START + 380_000_000, "orders", "99", "WARN", "order given up"));
  }

  static StoredTrace judged() {
    return new StoredTrace(
        ID, checkout(), 9, Optional.of(verdict()), findings(), logs(), 7, List.of());
  }

  static StoredTrace unjudged(List<SpanRow> spans) {
    return new StoredTrace(
        ID, spans, spans.size(), Optional.empty(), List.of(), List.of(), 0, List.of());
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
