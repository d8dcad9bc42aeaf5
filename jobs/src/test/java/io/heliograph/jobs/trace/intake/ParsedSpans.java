/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.trace.analysis.ErrorKinds;
import io.heliograph.jobs.trace.analysis.OperationTemplate;
import io.heliograph.jobs.trace.analysis.RedisTemplate;
import io.heliograph.jobs.trace.analysis.SqlTemplate;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The spans of a request by trace, as one reads them who has all the time and memory in the world:
 * from generated classes and maps. Knows strings, numbers and booleans.
 */
final class ParsedSpans {
  private static final XXHash64 HASH = XXHashFactory.safeInstance().hash64();

  record TraceId(long high, long low) {}

  private ParsedSpans() {}

  static Map<TraceId, List<Span>> of(ExportTraceServiceRequest request) {
    Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (io.opentelemetry.proto.trace.v1.Span span : scope.getSpansList()) {
          ByteBuffer id = span.getTraceId().asReadOnlyByteBuffer();
          if (id.remaining() == 16 && spanId(span.getSpanId().asReadOnlyByteBuffer()) != 0) {
            TraceId trace = new TraceId(id.getLong(), id.getLong());
            if (!trace.equals(new TraceId(0, 0))) {
              traces
                  .computeIfAbsent(trace, key -> new ArrayList<>())
                  .add(span(resource.getResource(), span));
            }
          }
        }
      }
    }
    return traces;
  }

  private static Span span(Resource resource, io.opentelemetry.proto.trace.v1.Span span) {
    Map<String, String> who = texts(resource.getAttributesList());
    Map<String, String> said = texts(span.getAttributesList());
    SpanKind kind = SpanKind.of(span.getKindValue());
    boolean calls = kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER;
    long start = ticks(span.getStartTimeUnixNano());
    String operation = cut(span.getName());
    String timeout = calls ? first(said, "rpc.timeout_ms") : "";
    return new Span(
        spanId(span.getSpanId().asReadOnlyByteBuffer()),
        spanId(span.getParentSpanId().asReadOnlyByteBuffer()),
        kind,
        start,
        Math.max(start, ticks(span.getEndTimeUnixNano())),
        ErrorKinds.of(
            span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
            first(said, "rpc.grpc.status_code", "rpc.response.status_code"),
            first(said, "http.response.status_code", "http.status_code"),
            first(said, "error.type"),
            span.getStatus().getMessage()),
        cut(first(who, "service.name")),
        cut(first(who, "service.instance.id", "host.name")),
        operation,
        cut(calls ? peer(said) : kind == SpanKind.CONSUMER ? queue(said) : ""),
        call(said, operation),
        cut(first(said, "lane")),
        who.containsKey("lane") ? cut(who.get("lane")) : null,
        timeout.isEmpty() ? 0 : Long.parseLong(timeout) * 1_000_000,
        timeout.isEmpty() ? "" : "rpc.timeout_ms",
        links(span),
        HASH.hash(
            span.toByteArray(),
            0,
            span.getSerializedSize(),
            HASH.hash(resource.toByteArray(), 0, resource.getSerializedSize(), 0)));
  }

  private static String peer(Map<String, String> said) {
    String service = first(said, "service.peer.name", "peer.service");
    if (!service.isEmpty()) {
      return service;
    }
    String database = first(said, "db.system.name", "db.system", "db.type");
    if (!database.isEmpty()) {
      String name = first(said, "db.namespace", "db.name", "db.instance");
      return name.isEmpty() ? database : database + "/" + name;
    }
    String queue = queue(said);
    return queue.isEmpty()
        ? first(said, "server.address", "net.peer.name", "peer.hostname", "rpc.service")
        : queue;
  }

  private static String queue(Map<String, String> said) {
    String service = first(said, "service.peer.name", "peer.service");
    String broker = first(said, "messaging.system");
    String queue = first(said, "messaging.destination.name", "messaging.destination");
    if (!service.isEmpty() || broker.isEmpty()) {
      return service;
    }
    return queue.isEmpty() ? broker : broker + "/" + queue;
  }

  private static String call(Map<String, String> said, String operation) {
    String statement = first(said, "db.query.text", "db.statement", "sql.query");
    String system = first(said, "db.system.name", "db.system", "db.type");
    if (statement.isEmpty() || system.equals("mongodb")) {
      return OperationTemplate.of(operation);
    }
    String call = system.equals("redis") ? RedisTemplate.of(statement) : SqlTemplate.of(statement);
    return call.isEmpty() ? OperationTemplate.of(operation) : call;
  }

  private static List<SpanLink> links(io.opentelemetry.proto.trace.v1.Span span) {
    List<SpanLink> links = new ArrayList<>();
    for (io.opentelemetry.proto.trace.v1.Span.Link link : span.getLinksList()) {
      ByteBuffer trace = link.getTraceId().asReadOnlyByteBuffer();
      long id = spanId(link.getSpanId().asReadOnlyByteBuffer());
      if (trace.remaining() == 16 && id != 0) {
        SpanLink each = new SpanLink(trace.getLong(), trace.getLong(), id);
        if ((each.traceHigh() | each.traceLow()) != 0) {
          links.add(each);
        }
      }
    }
    return List.copyOf(links);
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    attributes.forEach(each -> texts.putIfAbsent(each.getKey(), text(each.getValue())));
    return texts;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> "";
    };
  }

  private static String first(Map<String, String> texts, String... keys) {
    for (String key : keys) {
      if (!texts.getOrDefault(key, "").isEmpty()) {
        return texts.get(key);
      }
    }
    return "";
  }

  private static long spanId(ByteBuffer id) {
    return id.remaining() == 8 ? id.getLong() : 0;
  }

  private static long ticks(long unixNanos) {
    return unixNanos < 0 ? Long.MAX_VALUE : unixNanos;
  }

  private static String cut(String text) {
    return text.length() > 256 ? text.substring(0, 256) : text;
  }
}
