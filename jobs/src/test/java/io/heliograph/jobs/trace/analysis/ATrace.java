/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A trace as a test tells it: times in milliseconds, children told by their parents. */
final class ATrace {
  static final long MILLI = 1_000_000;
  static final long START = 1_700_000_000_000L * MILLI;

  static final long HIGH = 1;
  static final long LOW = 2;

  static final String FRONTEND = "frontend";
  static final String ORDERS = "orders";
  static final String INVENTORY = "inventory";
  static final String PAYMENTS = "payments";
  static final String SHIPPING = "shipping";

  private final List<Node> nodes = new ArrayList<>();

  Node root(String service, String operation, double start, double end) {
    return new Node(null, SpanKind.SERVER, service, operation, start, end);
  }

  Node root(SpanKind kind, String service, String operation, double start, double end) {
    return new Node(null, kind, service, operation, start, end);
  }

  TraceTree tree() {
    return TraceTree.of(spans());
  }

  Findings judge() {
    return judge(AnalysisSettings.DEFAULTS);
  }

  /** Judges the spans in several orders, which must all say the same. */
  Findings judge(AnalysisSettings settings) {
    List<Span> spans = spans();
    Findings findings = judge(spans, settings);
    Random random = new Random(7);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(spans, random);
      assertThat(judge(spans, settings)).isEqualTo(findings);
    }
    return findings;
  }

  private static Findings judge(List<Span> spans, AnalysisSettings settings) {
    TraceTree tree = TraceTree.of(spans);
    return Findings.of(tree, CriticalPath.of(tree), settings);
  }

  List<Finding> findings(FindingKind kind) {
    return judge().list().stream().filter(finding -> finding.kind() == kind).toList();
  }

  /** The one finding of a kind. */
  Finding the(FindingKind kind) {
    List<Finding> findings = findings(kind);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    nodes.forEach(node -> spans.add(node.span()));
    return spans;
  }

  final class Node {
    final long id;
    private final Node parent;
    private final SpanKind kind;
    private final String service;
    private final String operation;
    private final double start;
    private final double end;
    private String host;
    private String peer = "";
    private String call;
    private ErrorKind error = ErrorKind.NONE;
    private String requestLane = "";
    private String instanceLane;
    private long timeoutMillis;
    private List<SpanLink> links = List.of();

    private Node(
        Node parent, SpanKind kind, String service, String operation, double start, double end) {
      this.parent = parent;
      this.kind = kind;
      this.service = service;
      this.operation = operation;
      this.start = start;
      this.end = end;
      host = service + "-1";
      call = operation;
      id = 0x1000 + nodes.size();
      nodes.add(this);
    }

    String service() {
      return service;
    }

    /** A call by this span's service. */
    Node calls(String called, String calledPeer, double from, double to) {
      Node client = new Node(this, SpanKind.CLIENT, service, called, from, to);
      client.peer = calledPeer;
      return client;
    }

    /** The serving side of a call. */
    Node servedBy(String callee, double from, double to) {
      return new Node(this, SpanKind.SERVER, callee, operation, from, to);
    }

    Node child(SpanKind childKind, String childService, String name, double from, double to) {
      return new Node(this, childKind, childService, name, from, to);
    }

    Node internal(String name, double from, double to) {
      return new Node(this, SpanKind.INTERNAL, service, name, from, to);
    }

    Node fails() {
      return fails(ErrorKind.FAILURE);
    }

    Node fails(ErrorKind how) {
      error = how;
      return this;
    }

    Node named(String template) {
      call = template;
      return this;
    }

    Node to(String calledPeer) {
      peer = calledPeer;
      return this;
    }

    Node at(String instance) {
      host = instance;
      return this;
    }

    Node lane(String request, String instance) {
      requestLane = request;
      instanceLane = instance;
      return this;
    }

    Node within(long millis) {
      timeoutMillis = millis;
      return this;
    }

    Node follows(Node... producers) {
      List<SpanLink> all = new ArrayList<>();
      for (Node producer : producers) {
        all.add(new SpanLink(HIGH, LOW, producer.id));
      }
      links = all;
      return this;
    }

    /** Follows spans of other traces. */
    Node follows(SpanLink... elsewhere) {
      links = List.of(elsewhere);
      return this;
    }

    private Span span() {
      return new Span(
          id,
          parent == null ? 0 : parent.id,
          kind,
          START + Math.round(start * MILLI),
          START + Math.round(end * MILLI),
          error,
          service,
          host,
          operation,
          peer,
          call,
          requestLane,
          instanceLane,
          timeoutMillis * MILLI,
          timeoutMillis > 0 ? "rpc.timeout_ms" : "",
          links,
          id);
    }
  }
}
