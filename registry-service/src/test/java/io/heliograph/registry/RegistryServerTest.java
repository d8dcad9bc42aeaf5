/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryServerTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final RegistryServer server = new RegistryServer(ANY_FREE);
  private ManagedChannel channel;
  private int httpPort;

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
    httpPort = server.httpPort();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void grpcHealth_started_serving() {
    assertThat(health()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void grpcReflection_listServices_namesHealth() throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> ask =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse value) {
                    answer.complete(value);
                  }

                  @Override
                  public void onError(Throwable t) {
                    answer.completeExceptionally(t);
                  }

                  @Override
                  public void onCompleted() {}
                });
    ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answer.get(5, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
        .anySatisfy(service -> assertThat(service.getName()).isEqualTo("grpc.health.v1.Health"));
    ask.onCompleted();
  }

  @Test
  void healthz_started_ok() throws Exception {
    HttpResponse<String> answer = send("GET", "/healthz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok\n");
  }

  @Test
  void readyz_started_serving() throws Exception {
    assertThat(send("GET", "/readyz").body()).isEqualTo("SERVING\n");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,    /v1/namespaces/default/services/orders/rates",
    "POST,   /v1/apps/shop/config/timeout/releases",
    "GET,    /v1"
  })
  void contractPath_notBuiltYet_501Problem(String method, String path) throws Exception {
    HttpResponse<String> answer = send(method, path);

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isEqualTo("Not Implemented");
    assertThat(problem.get("status").asInt()).isEqualTo(501);
    assertThat(problem.get("detail").asText()).contains("an issue of its own");
    assertThat(path).startsWith(problem.get("instance").asText());
  }

  @Test
  void otherPath_404ProblemNamesWhatThereIs() throws Exception {
    HttpResponse<String> answer = send("GET", "/v2/anything");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/healthz", "/readyz", "/metrics", "/v1/");
  }

  @Test
  void healthz_post_405WithAllow() throws Exception {
    HttpResponse<String> answer = send("POST", "/healthz");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void metrics_afterCalls_everyAnswerCountedOnce() throws Exception {
    send("GET", "/healthz");
    send("GET", "/healthz");
    send("PUT", "/v1/namespaces/a/services/b/rates");
    send("GET", "/nothing");
    health();

    assertThat(send("GET", "/metrics").body())
        .contains(
            "heliograph_registry_http_requests_total{route=\"/healthz\",status=\"200\"} 2.0",
            "heliograph_registry_http_requests_total{route=\"/v1\",status=\"501\"} 1.0",
            "heliograph_registry_http_requests_total{route=\"other\",status=\"404\"} 1.0",
            "heliograph_registry_grpc_calls_total{code=\"OK\","
                + "method=\"grpc.health.v1.Health/Check\"} 1.0",
            "jvm_memory_used_bytes");
  }

  @Test
  void close_twice_listensNoMore() throws Exception {
    server.close();
    server.close();

    assertThatThrownBy(this::health).isInstanceOf(StatusRuntimeException.class);
    assertThatThrownBy(() -> send("GET", "/healthz")).isInstanceOf(IOException.class);
  }

  @Test
  void start_httpPortTaken_namesVariableAndFreesGrpcPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      RegistrySettings settings =
          RegistrySettings.fromEnvironment(
              Map.of(
                  "HELIOGRAPH_REGISTRY_GRPC_PORT",
                  "0",
                  "HELIOGRAPH_REGISTRY_HTTP_PORT",
                  "" + taken.getLocalPort()));
      RegistryServer second = new RegistryServer(settings);

      assertThatThrownBy(() -> second.start(settings))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(
              "HELIOGRAPH_REGISTRY_HTTP_PORT", Integer.toString(taken.getLocalPort()));
    }
  }

  private ServingStatus health() {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(5, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
