/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.replay.Replay;
import io.heliograph.dev.replay.ReplayOptions;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A span as the replay sends it. */
record RecordedSpan(Resource resource, Span span) {

  /** All spans that a replay of a directory sends, from an endpoint that keeps what it is sent. */
  static List<RecordedSpan> all(Path directory) throws IOException, InterruptedException {
    List<RecordedSpan> spans = Collections.synchronizedList(new ArrayList<>());
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new Keeping(spans))
            .build()
            .start();
    try {
      Replay.run(
          ReplayOptions.from(directory)
              .endpoint("127.0.0.1:" + server.getPort())
              .inFlight(1)
              .build());
    } finally {
      server.shutdownNow();
    }
    return List.copyOf(spans);
  }

  /** The same span in a copy of its trace, as {@link Recording#copyWithIds} makes them. */
  RecordedSpan withIds(String twoDigits) {
    ByteString first = ByteString.copyFrom(HexFormat.of().parseHex(twoDigits));
    ByteString id = first.concat(span.getTraceId().substring(1));
    return new RecordedSpan(resource, span.toBuilder().setTraceId(id).build());
  }

  /** One request. */
  static ExportTraceServiceRequest request(List<RecordedSpan> spans) {
    Map<Resource, ScopeSpans.Builder> byResource = new LinkedHashMap<>();
    for (RecordedSpan span : spans) {
      byResource
          .computeIfAbsent(span.resource(), r -> ScopeSpans.newBuilder())
          .addSpans(span.span());
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    byResource.forEach(
        (resource, scope) ->
            request.addResourceSpans(
                ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope)));
    return request.build();
  }

  private static final class Keeping extends TraceServiceGrpc.TraceServiceImplBase {
    private final List<RecordedSpan> kept;

    Keeping(List<RecordedSpan> kept) {
      this.kept = kept;
    }

    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
      for (ResourceSpans group : request.getResourceSpansList()) {
        for (ScopeSpans scope : group.getScopeSpansList()) {
          scope.getSpansList().forEach(s -> kept.add(new RecordedSpan(group.getResource(), s)));
        }
      }
      answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
