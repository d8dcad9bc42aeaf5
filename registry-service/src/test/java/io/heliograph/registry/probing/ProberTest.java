/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.heliograph.registry.catalog.Probe.Type;
import io.heliograph.registry.probing.Finding.Outcome;
import io.heliograph.registry.probing.Servers.Scripted;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against real servers: well, unwell, refusing, hanging, and such as speak something else. */
@Timeout(60)
class ProberTest {
  private static final String LOCAL = "127.0.0.1";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Prober prober = new Prober(1_000, 4_096);

  @AfterEach
  void close() {
    prober.close();
  }

  private Finding find(Type type, String host, int port, String detail) throws Exception {
    CompletableFuture<Finding> found = new CompletableFuture<>();
    List<Finding> all = new ArrayList<>();
    prober.probe(
        new Request(
            type, host, port, type == Type.HTTP ? detail : "/", type == Type.GRPC ? detail : ""),
        finding -> {
          all.add(finding);
          found.complete(finding);
        });
    Finding first = found.get(20, TimeUnit.SECONDS);
    assertThat(all).hasSize(1);
    return first;
  }

  private static void assertFound(Finding finding, Outcome outcome, String detail) {
    assertThat(finding.outcome()).as(finding.toString()).isEqualTo(outcome);
    assertThat(finding.detail()).contains(detail);
    assertThat(finding.latencyNanos()).isPositive();
  }

  private Finding http(String answer, boolean closes) throws Exception {
    try (Scripted server = new Scripted(answer, closes)) {
      return find(Type.HTTP, LOCAL, server.port(), "/healthz");
    }
  }

  @Test
  void tcp_listening_ok_refusing_failed() throws Exception {
    try (Scripted server = new Scripted("", false)) {
      assertFound(find(Type.TCP, LOCAL, server.port(), ""), Outcome.OK, "");
      assertFound(find(Type.TCP, "localhost", server.port(), ""), Outcome.OK, "");
    }
    assertFound(
        find(Type.TCP, LOCAL, Servers.closedPort(), ""), Outcome.FAILED, "Connection refused");
  }

  @Test
  void name_withoutAddress_failed() throws Exception {
    assertFound(
        find(Type.TCP, "no-such-host.invalid", 80, ""),
        Outcome.FAILED,
        "no address for no-such-host.invalid");
  }

  @Test
  void http_asksForThePath_oncePerConnection() throws Exception {
    try (Scripted server = new Scripted(OK, false)) {
      assertFound(find(Type.HTTP, LOCAL, server.port(), "/a?b=1"), Outcome.OK, "status 200");
      assertThat(server.heard).hasSize(1);
      assertThat(server.heard.get(0).split("\r\n"))
          .startsWith("GET /a?b=1 HTTP/1.1")
          .contains("host: 127.0.0.1:" + server.port(), "connection: close");
    }
  }

  @Test
  void http_statusBelow400_ok_elseFailed() throws Exception {
    assertFound(http("HTTP/1.1 204 No Content\r\n\r\n", true), Outcome.OK, "status 204");
    assertFound(http("HTTP/1.1 404 X\r\n\r\n", true), Outcome.FAILED, "status 404");
    assertFound(
        http("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", false), Outcome.FAILED, "status 500");
    assertFound(
        http("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", false),
        Outcome.FAILED,
        "status 503");
    assertFound(http("HTTP/1.0 200 OK\r\n\r\nuntil it is closed", true), Outcome.OK, "status 200");
  }

  @Test
  void http_redirect_okAndNotFollowed() throws Exception {
    try (Scripted elsewhere = new Scripted(OK, true)) {
      String redirect =
          "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:%d/\r\n\r\n"
              .formatted(elsewhere.port());
      assertFound(http(redirect, false), Outcome.OK, "status 302");
      assertThat(elsewhere.heard).isEmpty();
    }
  }

  @Test
  void http_hangs_timeout() throws Exception {
    assertFound(http("", false), Outcome.TIMEOUT, "no answer within 1,000 ms");
    assertFound(
        http("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart", false), Outcome.TIMEOUT, "");
  }

  @Test
  void http_endlessAnswer_readAsFarAsIsAllowed_statusCounts() throws Exception {
    try (Scripted server = new Scripted(OK.replace(": 2", ": 99999999999"), true)) {
      assertFound(find(Type.HTTP, LOCAL, server.port(), "/"), Outcome.OK, "status 200");
    }
    String head = "HTTP/1.1 500 X\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(8_192);
    assertFound(http(head, false), Outcome.FAILED, "status 500");
  }

  @Test
  void http_noHttp_failed_withoutWhatWasSent() throws Exception {
    Finding ssh = http("SSH-2.0-secret banner\r\n\r\n", false);
    assertFound(ssh, Outcome.FAILED, "does not speak HTTP");
    assertThat(ssh.detail()).doesNotContain("secret");
    assertFound(http("x".repeat(10_000), false), Outcome.FAILED, "");
    assertFound(
        http("HTTP/1.1 100 Continue\r\n\r\n".repeat(400), false),
        Outcome.FAILED,
        "bytes without a status");
  }

  @Test
  void http_closesWithoutAnswer_failed() throws Exception {
    try (Scripted server = new Scripted("x", 0, true)) {
      assertFound(
          find(Type.HTTP, LOCAL, server.port(), "/"),
          Outcome.FAILED,
          "closed the connection without an answer");
    }
    assertFound(
        find(Type.HTTP, LOCAL, Servers.closedPort(), "/"), Outcome.FAILED, "Connection refused");
  }

  @Test
  void grpc_asItsHealthSays() throws Exception {
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus("shop.Orders", ServingStatus.NOT_SERVING);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(LOCAL, 0))
            .addService(health.getHealthService())
            .build()
            .start();
    try {
      int port = server.getPort();
      assertFound(find(Type.GRPC, LOCAL, port, ""), Outcome.OK, "SERVING");
      assertFound(find(Type.GRPC, LOCAL, port, "shop.Orders"), Outcome.FAILED, "NOT_SERVING");
      assertFound(find(Type.GRPC, LOCAL, port, "unknown"), Outcome.FAILED, "NOT_FOUND");
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void grpc_withoutHealthService_refusing_hanging_orNoGrpc() throws Exception {
    Server server = NettyServerBuilder.forAddress(new InetSocketAddress(LOCAL, 0)).build().start();
    try {
      assertFound(find(Type.GRPC, LOCAL, server.getPort(), ""), Outcome.FAILED, "UNIMPLEMENTED");
    } finally {
      server.shutdownNow();
    }
    assertFound(
        find(Type.GRPC, LOCAL, Servers.closedPort(), ""), Outcome.FAILED, "Connection refused");
    try (Scripted hanging = new Scripted("", false);
        Scripted http = new Scripted("HTTP/1.1 400 Bad Request\r\n\r\n", true)) {
      assertThat(find(Type.GRPC, LOCAL, hanging.port(), "").outcome()).isEqualTo(Outcome.TIMEOUT);
      assertThat(find(Type.GRPC, LOCAL, http.port(), "").outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void hangingOnes_holdUpNoOther() throws Exception {
    try (Scripted hanging = new Scripted("", false);
        Scripted well = new Scripted(OK, true)) {
      List<CompletableFuture<Finding>> late = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        CompletableFuture<Finding> found = new CompletableFuture<>();
        late.add(found);
        prober.probe(new Request(Type.HTTP, LOCAL, hanging.port(), "/", ""), found::complete);
      }
      Finding finding = find(Type.HTTP, LOCAL, well.port(), "/");
      assertThat(finding.outcome()).isEqualTo(Outcome.OK);
      assertThat(TimeUnit.NANOSECONDS.toMillis(finding.latencyNanos())).isLessThan(900);
      for (CompletableFuture<Finding> found : late) {
        assertThat(found.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.TIMEOUT);
      }
    }
  }

  @Test
  void request_ofIpv6_isWrittenAsUrlsDo() {
    Request request = new Request(Type.HTTP, "::1", 80, "/x", "");
    assertThat(request.target()).isEqualTo("http://[::1]:80/x");
  }
}
