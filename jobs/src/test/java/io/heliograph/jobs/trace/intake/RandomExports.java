/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import com.google.protobuf.ByteString;
import io.heliograph.jobs.Otlp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.Random;

/** Requests of spans that say all that spans can say, drawn by chance. */
final class RandomExports {
  private static final List<String> KEYS =
      List.of(
          "service.peer.name",
          "peer.service",
          "db.system.name",
          "db.system",
          "db.type",
          "db.namespace",
          "db.name",
          "db.query.text",
          "db.statement",
          "messaging.system",
          "messaging.destination.name",
          "messaging.destination",
          "server.address",
          "net.peer.name",
          "rpc.service",
          "rpc.grpc.status_code",
          "http.response.status_code",
          "http.status_code",
          "error.type",
          "lane",
          "thread.name",
          "url.path",
          "enduser.id",
          "k",
          "");
  private static final List<String> TEXTS =
      List.of(
          "",
          "gray",
          "redis",
          "postgresql",
          "mongodb",
          "orders",
          "GET stock:1042",
          "SELECT a FROM b WHERE c = 7 AND d IN (1, 2, 3)",
          "käse €𝄞",
          "timeout",
          "context canceled",
          "x".repeat(700));

  private final Random random;

  RandomExports(long seed) {
    random = new Random(seed);
  }

  ExportTraceServiceRequest next() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int resources = random.nextInt(4); resources > 0; resources--) {
      ResourceSpans.Builder resource = ResourceSpans.newBuilder();
      if (random.nextInt(5) > 0) {
        resource.setResource(resource());
      }
      for (int scopes = random.nextInt(3); scopes > 0; scopes--) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setScope(Otlp.SCOPE);
        for (int spans = random.nextInt(30); spans > 0; spans--) {
          scope.addSpans(span());
        }
        resource.addScopeSpans(scope);
      }
      request.addResourceSpans(resource);
    }
    return request.build();
  }

  private Resource resource() {
    Resource.Builder resource = Resource.newBuilder();
    for (String key : List.of("host.name", "service.instance.id", "service.name", "lane")) {
      if (random.nextInt(3) > 0) {
        resource.addAttributes(Otlp.attribute(key, value()));
      }
    }
    return resource.build();
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(random.nextInt(20) == 0 ? 15 : 16))
            .setSpanId(id(random.nextInt(20) == 0 ? 0 : 8))
            .setParentSpanId(id(random.nextBoolean() ? 8 : 0))
            .setName(pick(TEXTS))
            .setKindValue(random.nextInt(7))
            .setStartTimeUnixNano(time())
            .setEndTimeUnixNano(time());
    for (int attributes = random.nextInt(12); attributes > 0; attributes--) {
      span.addAttributes(Otlp.attribute(pick(KEYS), value()));
    }
    if (random.nextInt(4) == 0) {
      span.addAttributes(Otlp.attribute("rpc.timeout_ms", Otlp.number(1 + random.nextInt(9_999))));
    }
    for (int links = random.nextInt(8) - 5; links > 0; links--) {
      span.addLinks(Span.Link.newBuilder().setTraceId(id(16)).setSpanId(id(8)).setTraceState("x"));
    }
    if (random.nextBoolean()) {
      span.setStatus(Status.newBuilder().setCodeValue(random.nextInt(4)).setMessage(pick(TEXTS)));
    }
    return span.build();
  }

  /** Few of a length, so that spans share traces, parents and ids. */
  private ByteString id(int bytes) {
    byte[] id = new byte[bytes];
    if (bytes > 0) {
      id[random.nextInt(2) * (bytes - 1)] = (byte) random.nextInt(6);
    }
    return ByteString.copyFrom(id);
  }

  private long time() {
    return random.nextInt(10) == 0
        ? random.nextLong()
        : 1_700_000_000_000_000_000L + random.nextInt(1_000_000_000);
  }

  private AnyValue value() {
    return switch (random.nextInt(6)) {
      case 0 -> Otlp.number(random.nextInt(600));
      case 1 -> AnyValue.newBuilder().setBoolValue(random.nextBoolean()).build();
      case 2 -> AnyValue.getDefaultInstance();
      default -> Otlp.text(pick(TEXTS));
    };
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
