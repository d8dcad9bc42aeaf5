/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.registry.configlog.MemoryConfigLog;
import io.heliograph.registry.v1.ListRequest;
import io.heliograph.registry.v1.ListServicesRequest;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RegistryGrpc.RegistryBlockingStub;
import io.heliograph.registry.v1.WatchRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node and an agent of it. */
@Timeout(60)
class AgentTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String SERVICES = "/v1/namespaces/default/services";
  private static final String ORDERS = SERVICES + "/orders";
  private static final String INSTANCES = ORDERS + "/instances";

  private RegistryServer node;
  private RegistryServer agent;
  private ManagedChannel channel;
  private RegistryBlockingStub registry;

  @BeforeEach
  void start() throws Exception {
    node = server(0, Map.of());
    agent = server(0, Map.of("HELIOGRAPH_REGISTRY_FOLLOW", "127.0.0.1:" + node.grpcPort()));
    channel = NettyChannelBuilder.forAddress("127.0.0.1", agent.grpcPort()).usePlaintext().build();
    registry = RegistryGrpc.newBlockingStub(channel);
    register("a", "'location':{'center':'sh-1'},'leaseSeconds':4");
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    agent.close();
    node.close();
  }

  private static RegistryServer server(int grpcPort, Map<String, String> environment)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("HELIOGRAPH_REGISTRY_GRPC_PORT", "" + grpcPort);
    all.put("HELIOGRAPH_REGISTRY_HTTP_PORT", "0");
    RegistrySettings settings = RegistrySettings.fromEnvironment(all);
    RegistryServer server =
        environment.isEmpty()
            ? new RegistryServer(settings, MemoryConfigLog::new)
            : new RegistryServer(settings);
    server.start(settings);
    return server;
  }

  @Test
  void firstWhoAsks_isToldWhatTheNodeKnows_andOfEachChange() throws Exception {
    assertThat(list(agent)).isEqualTo(list(node)).contains("\"id\":\"a\"");
    assertThat(send(agent, "GET", INSTANCES, "").headers().firstValue("Age")).isEmpty();

    register("b", "'leaseSeconds':600");
    await("the new one", () -> list(agent).contains("\"id\":\"b\""));
    await("without the one whose lease has run out", () -> !list(agent).contains("\"id\":\"a\""));
    assertThat(send(node, "DELETE", INSTANCES + "/b", "").statusCode()).isEqualTo(204);
    await("none", () -> list(agent).equals("\"instances\":[]}"));
    assertThat(send(agent, "GET", SERVICES + "/unknown/instances", "").statusCode())
        .as("a service that the node does not know")
        .isEqualTo(200);
  }

  @Test
  void rules_areThoseOfTheNode_andActOnWeights() throws Exception {
    register("b", "'location':{'center':'sh-2'},'leaseSeconds':600");
    String drained = "{'version':%d,'failover':{'drained':[{'center':'%s'}]}}";
    assertThat(send(node, "PUT", ORDERS + "/rules", drained.formatted(0, "sh-2")).statusCode())
        .isEqualTo(200);
    await("its rules", () -> text(agent, ORDERS + "/rules").equals(text(node, ORDERS + "/rules")));
    await("its weights", () -> list(agent).equals(list(node)));
    assertThat(list(agent)).contains("\"effectiveWeight\":0");

    assertThat(
            send(node, "PUT", ORDERS + "/rules?force=true", drained.formatted(1, "sh-1"))
                .statusCode())
        .isEqualTo(200);
    await("the next ones", () -> text(agent, ORDERS + "/rules").contains("\"version\":2"));
    await("their plan", () -> text(agent, ORDERS + "/rules/plan").contains("\"id\":\"b\""));
  }

  @Test
  void whatAnAgentCannotDo_isRefused_namingANode() throws Exception {
    String nodeName = "127.0.0.1:" + node.grpcPort();
    for (String[] call :
        new String[][] {
          {"PUT", INSTANCES + "/x"},
          {"DELETE", INSTANCES + "/a"},
          {"PUT", ORDERS + "/rules"},
          {"DELETE", ORDERS + "/rules/degradation"},
          {"GET", SERVICES},
          {"GET", "/eureka/apps"}
        }) {
      HttpResponse<String> answer = send(agent, call[0], call[1], "{'host':'h','port':1}");
      assertThat(answer.statusCode()).as(call[1]).isEqualTo(501);
      assertThat(answer.body()).contains("an agent", nodeName);
    }
    assertThatThrownBy(() -> registry.register(RegisterRequest.getDefaultInstance()))
        .hasMessageContainingAll("UNIMPLEMENTED", nodeName);
    assertThatThrownBy(() -> registry.listServices(ListServicesRequest.getDefaultInstance()))
        .hasMessageContainingAll("UNIMPLEMENTED", nodeName);
    assertThat(send(agent, "GET", "/readyz", "").body()).isEqualTo("SERVING\n");
    assertThat(list(node)).contains("\"id\":\"a\"");
  }

  @Test
  void nodeGone_whatItSaidStays_andSaysHowOldItIs_untilAnotherSaysOtherwise() throws Exception {
    assertThat(send(node, "PUT", ORDERS + "/rules", "{}").statusCode()).isEqualTo(200);
    String before = list(node);
    await("the rules", () -> text(agent, ORDERS + "/rules").contains("\"version\":1"));
    int port = node.grpcPort();
    node.close();

    await("longer than the lease", () -> age().orElse(0) >= 5);
    assertThat(list(agent)).isEqualTo(before);
    assertThat(text(agent, ORDERS + "/rules")).contains("\"version\":1");
    ListRequest orders = ListRequest.newBuilder().setService("orders").build();
    assertThat(registry.list(orders).getStaleMillis()).isGreaterThanOrEqualTo(5_000);
    assertThat(
            new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build())
                .next()
                .getStaleMillis())
        .isGreaterThanOrEqualTo(5_000);
    assertThat(text(agent, "/metrics")).contains("heliograph_registry_agent_stale_services 1.0");
    assertThat(send(agent, "GET", SERVICES + "/never-heard-of/instances", "").statusCode())
        .as("it is not said to be empty")
        .isEqualTo(503);

    node = server(port, Map.of());
    register("b", "'leaseSeconds':600");
    await("what the new node knows", () -> list(agent).equals(list(node)));
    assertThat(age()).isEmpty();
  }

  private OptionalLong age() throws Exception {
    return send(agent, "GET", INSTANCES, "").headers().firstValueAsLong("Age");
  }

  private void register(String id, String more) throws Exception {
    assertThat(
            send(
                    node,
                    "PUT",
                    INSTANCES + "/" + id,
                    "{'host':'10.0.0.7','port':1,%s}".formatted(more))
                .statusCode())
        .isEqualTo(200);
  }

  /** The instances, without their revision. */
  private static String list(RegistryServer server) throws Exception {
    String list = text(server, INSTANCES);
    return list.substring(list.indexOf("\"instances\""));
  }

  private static String text(RegistryServer server, String path) throws Exception {
    return send(server, "GET", path, "").body();
  }

  private static HttpResponse<String> send(
      RegistryServer server, String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        BodyHandlers.ofString());
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
