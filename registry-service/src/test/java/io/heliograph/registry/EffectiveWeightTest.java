/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.registry.configlog.MemoryConfigLog;
import io.heliograph.registry.v1.ListRequest;
import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import io.heliograph.registry.xds.AdsClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What callers are told of the weights of instances, by rules that hold for all of them: the same
 * by whatever interface they ask.
 */
@Timeout(60)
class EffectiveWeightTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORDERS = "/v1/namespaces/default/services/orders";

  /** How callers ask. */
  enum Interface {
    HTTP,
    GRPC_LIST,
    GRPC_WATCH,
    XDS
  }

  /** Instances by their ports, which is what xDS knows of them. */
  private static final List<String> IDS = List.of("plain", "far", "zero", "warming");

  private static final int FIRST_PORT = 8_000;

  private final RegistryServer server = new RegistryServer(ANY_FREE, MemoryConfigLog::new);
  private ManagedChannel channel;
  private WatchClient watch;

  /** As the watch has told them so far. */
  private final Map<String, Integer> watched = new TreeMap<>();

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    register("plain", "");
    register("far", ",'location':{'center':'sh-2'}");
    register("zero", ",'weight':0");
    register("warming", ",'warmupSeconds':86400");
    watch = new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build());
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void weightOfOneMachine_isItsWeight_warmingUpAsItDoes(Interface by) throws Exception {
    assertWeights(by, 100, 100, 0, 1);
    send("PUT", "/rules", "{'weights':{'plain':30,'zero':70,'warming':400}}");
    assertWeights(by, 30, 100, 70, 4);
    send("PUT", "/rules", "{'version':1,'weights':{'plain':0,'warming':400}}");
    assertWeights(by, 0, 100, 0, 4);
    send("DELETE", "/rules?version=2", "");
    assertWeights(by, 100, 100, 0, 1);
  }

  @ParameterizedTest
  @EnumSource
  void drainedPlace_isWeightZero_untilItIsNotDrained(Interface by) throws Exception {
    send("PUT", "/rules", "{'weights':{'far':300},'failover':{'drained':[{'center':'sh-2'}]}}");
    assertWeights(by, 100, 0, 0, 1);
    send("PUT", "/rules", "{'version':1,'weights':{'far':300}}");
    assertWeights(by, 100, 300, 0, 1);
  }

  /** Who is told by the document of the rules that it must not call is not told so by weights. */
  @ParameterizedTest
  @EnumSource(
      value = Interface.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "XDS") // has a route that refuses
  void switchedOff_isNoWeight(Interface by) throws Exception {
    send("PUT", "/rules", "{'weights':{'plain':30},'degradation':{'service':'flash sale'}}");
    assertWeights(by, 30, 100, 0, 1);
  }

  private void assertWeights(Interface by, int... expected) throws Exception {
    Map<String, Integer> weights = new TreeMap<>();
    for (int i = 0; i < expected.length; i++) {
      weights.put(IDS.get(i), expected[i]);
    }
    switch (by) {
      case HTTP -> assertThat(byHttp()).isEqualTo(weights);
      case GRPC_LIST -> assertThat(byList()).isEqualTo(weights);
      case XDS -> assertThat(byXds()).isEqualTo(weights);
      case GRPC_WATCH -> {
        while (!watched.equals(weights)) {
          WatchResponse next = watch.next(); // fails if none comes
          next.getChangedList().forEach(EffectiveWeightTest.this::watched);
        }
      }
    }
  }

  private void watched(Listed listed) {
    watched.put(listed.getInstance().getId(), listed.getEffectiveWeight());
  }

  private Map<String, Integer> byHttp() throws Exception {
    Map<String, Integer> weights = new TreeMap<>();
    for (JsonNode instance : JSON.readTree(send("GET", "/instances", "")).get("instances")) {
      weights.put(instance.get("id").asText(), instance.get("effectiveWeight").asInt());
    }
    return weights;
  }

  private Map<String, Integer> byList() {
    Map<String, Integer> weights = new TreeMap<>();
    RegistryGrpc.newBlockingStub(channel)
        .list(ListRequest.newBuilder().setService("orders").build())
        .getInstancesList()
        .forEach(listed -> weights.put(listed.getInstance().getId(), listed.getEffectiveWeight()));
    return weights;
  }

  /** The weight of a locality is that of its endpoints together; who has none is not in it. */
  private Map<String, Integer> byXds() throws Exception {
    Map<String, Integer> weights = new TreeMap<>();
    IDS.forEach(id -> weights.put(id, 0));
    try (AdsClient client = new AdsClient(server.grpcPort())) {
      client.ask(AdsClient.EDS, "orders");
      for (var locality : client.nextEndpoints("orders").getEndpointsList()) {
        int each = locality.getLoadBalancingWeight().getValue() / locality.getLbEndpointsCount();
        for (var endpoint : locality.getLbEndpointsList()) {
          int port = endpoint.getEndpoint().getAddress().getSocketAddress().getPortValue();
          weights.put(IDS.get(port - FIRST_PORT), each);
        }
      }
    }
    return weights;
  }

  private void register(String id, String more) throws Exception {
    send(
        "PUT",
        "/instances/" + id,
        "{'host':'10.0.0.7','port':%d,'leaseSeconds':600%s}"
            .formatted(FIRST_PORT + IDS.indexOf(id), more));
  }

  private String send(String method, String path, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + ORDERS + path);
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204);
    return answer.body();
  }
}
