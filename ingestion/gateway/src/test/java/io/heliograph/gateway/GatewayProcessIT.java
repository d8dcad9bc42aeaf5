/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as the stack runs it: a process with a small heap that ends on SIGTERM. */
@Timeout(180)
class GatewayProcessIT {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

  private static final Pattern LISTENS = Pattern.compile("heliograph.v1 (\\d+), OTLP/HTTP");

  @TempDir Path directory;

  @Test
  void help_printsSettingsAndEnds() throws Exception {
    Process process = start(Map.of(), "--help");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output()).contains("HELIOGRAPH_OTLP_GRPC_PORT");
  }

  @Test
  void wrongSetting_exit2AndSaysWhich() throws Exception {
    Process process = start(Map.of("HELIOGRAPH_ZIPKIN_PORT", "-4"));

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(output()).contains("HELIOGRAPH_ZIPKIN_PORT=-4 must be 0 (any free port) to 65535");
  }

  @Test
  void sigterm_everyAnsweredExportIsInKafkaAndNoOtherIsLost() throws Exception {
    Gateways.createTopics(KAFKA.bootstrapServers());
    Process process = start(Gateways.environment(KAFKA.bootstrapServers()));
    try (Tail tail = Tail.open(KAFKA.bootstrapServers(), Signal.SPANS.topic())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> LISTENS.matcher(output()).find() && output().contains("topics found: 9"));
      Matcher listens = LISTENS.matcher(output());
      assertThat(listens.find()).isTrue();
      int port = Integer.parseInt(listens.group(1));
      int accepted = exportUntilStopped(process, port);

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(output()).contains("stopped; 0 requests were not answered");
      assertThat(tail.records(1_000_000, Duration.ofSeconds(3))).hasSize(accepted);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Sends small exports, stops the process among them; how many were answered with success. */
  private static int exportUntilStopped(Process process, int port) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      TraceServiceGrpc.TraceServiceFutureStub stub = TraceServiceGrpc.newFutureStub(channel);
      assertThat(stub.export(Spans.request(Spans.valid())).get().hasPartialSuccess()).isFalse();
      List<ListenableFuture<ExportTraceServiceResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        if (i == 1_000) {
          process.destroy();
        }
        calls.add(stub.export(Spans.request(Spans.valid())));
      }
      int accepted = 1;
      for (ListenableFuture<ExportTraceServiceResponse> call : calls) {
        accepted += succeeded(call) ? 1 : 0;
      }
      assertThat(accepted).isGreaterThan(1);
      return accepted;
    } finally {
      channel.shutdownNow();
    }
  }

  private static boolean succeeded(ListenableFuture<ExportTraceServiceResponse> call)
      throws Exception {
    try {
      return !call.get(30, TimeUnit.SECONDS).hasPartialSuccess();
    } catch (ExecutionException refused) {
      return false;
    }
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(GatewayMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(directory.resolve("gateway.log").toFile());
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("gateway.log"));
  }
}
