/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegistryGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million tags, through each door: refused with the limit, and the node goes on. */
@Timeout(60)
class MillionTagsTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int MILLION = 1_000_000;
  private static final String INSTANCES = "/v1/namespaces/default/services/orders/instances";

  private final RegistryServer server = new RegistryServer(ANY_FREE);

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      String next = "{\"host\":\"10.0.0.7\",\"port\":1}";
      assertThat(send("PUT", INSTANCES + "/next", next).statusCode())
          .as("the node stays up")
          .isEqualTo(200);
      assertThat(send("GET", INSTANCES, "").body()).contains("\"next\"").doesNotContain("tag-");
    } finally {
      server.close();
    }
  }

  @Test
  void http_413NamesTheLimit() throws Exception {
    HttpResponse<String> answer =
        send("PUT", INSTANCES + "/a", "{\"host\":\"h\",\"port\":1,\"tags\":" + tags() + "}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("body is too large: give at most 65,536 bytes");
  }

  @Test
  void eureka_413NamesTheLimit() throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/eureka/apps/ORDERS",
            "{\"instance\":{\"app\":\"ORDERS\",\"hostName\":\"h\",\"ipAddr\":\"10.0.0.7\",\"port\":1,"
                + "\"dataCenterInfo\":{\"name\":\"MyOwn\"},\"metadata\":"
                + tags()
                + "}}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("body is too large: give at most 65,536 bytes");
  }

  @Test
  void grpc_invalidArgumentNamesTheLimit() throws Exception {
    Instance.Builder instance = Instance.newBuilder().setId("a").setHost("10.0.0.7").setPort(1);
    for (int i = 0; i < MILLION; i++) {
      instance.putTags("tag-" + i, "gold");
    }
    RegisterRequest request =
        RegisterRequest.newBuilder().setService("orders").setInstance(instance).build();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    try {
      assertThatThrownBy(() -> RegistryGrpc.newBlockingStub(channel).register(request))
          .hasMessage("INVALID_ARGUMENT: request is too large: give at most 65,536 bytes");
      assertThatThrownBy(
              () -> RegistryGrpc.newBlockingStub(channel).withCompression("gzip").register(request))
          .as("compressed")
          .hasMessage("INVALID_ARGUMENT: request is too large: give at most 65,536 bytes");
    } finally {
      channel.shutdownNow();
    }
  }

  private static String tags() {
    return IntStream.range(0, MILLION)
        .mapToObj(i -> "\"tag-" + i + "\":\"gold\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
