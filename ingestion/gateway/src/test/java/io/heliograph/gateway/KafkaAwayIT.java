/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.heliograph.dev.kafka.KafkaProcess;
import io.heliograph.dev.kafka.KafkaSettings;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class KafkaAwayIT {
  @TempDir Path directory;

  @Test
  void kafkaKilledAndBack_unavailableAtOnceThenServed() throws Exception {
    try (KafkaProcess kafka = KafkaProcess.start(KafkaSettings.onFreePorts(directory))) {
      Gateways.createTopics(kafka.bootstrapServers());
      try (Gateway gateway = Gateways.start(kafka.bootstrapServers())) {
        Gateways.awaitReady(gateway);
        ManagedChannel channel =
            NettyChannelBuilder.forAddress("127.0.0.1", gateway.grpcPort()).usePlaintext().build();
        try {
          survives(kafka, gateway, channel);
        } finally {
          channel.shutdownNow();
        }
      }
    }
  }

  private static void survives(KafkaProcess kafka, Gateway gateway, ManagedChannel channel)
      throws Exception {
    TraceServiceGrpc.TraceServiceBlockingStub stub = TraceServiceGrpc.newBlockingStub(channel);
    stub.export(Spans.request(Spans.valid().setName("before")));

    kafka.kill();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !gateway.ready());
    long start = System.nanoTime();
    StatusRuntimeException refused = refusal(stub, "refused");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused.getStatus().getDescription()).contains("does not answer");
    assertThat(StatusProto.fromThrowable(refused).getDetails(0).is(RetryInfo.class)).isTrue();

    kafka.restart();
    Gateways.awaitReady(gateway);
    try (Tail tail = Tail.open(kafka.bootstrapServers(), Signal.SPANS.topic())) {
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> refusal(stub, "after") == null);
      assertThat(names(tail.spans(1))).containsExactly("after");
    }
  }

  private static StatusRuntimeException refusal(
      TraceServiceGrpc.TraceServiceBlockingStub stub, String name) {
    try {
      stub.export(Spans.request(Spans.valid().setName(name)));
      return null;
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  private static List<String> names(List<ResourceSpans> found) {
    return found.stream()
        .flatMap(r -> r.getScopeSpansList().stream().map(ScopeSpans::getSpansList))
        .flatMap(List::stream)
        .map(Span::getName)
        .toList();
  }
}
