/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.MemoryConfigLog;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.sdk.registry.Call;
import io.heliograph.sdk.registry.Registration;
import io.heliograph.sdk.registry.RegistryClient;
import io.heliograph.sdk.registry.ServiceWatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A node with rules, and a client of it by the SDK. */
final class SdkNode implements AutoCloseable {
  /** Who calls. */
  static final Call SHOP =
      Call.from(new Caller("shop", new Location("sh", "sh-1", "a"), "", Map.of("tier", "gold")));

  /** The same as parameters of a plan, with the lane to come. */
  static final String AS_SHOP = "?service=shop&city=sh&center=sh-1&room=a&tag=tier:gold&lane=";

  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  final RegistryServer registry = new RegistryServer(ANY_FREE, MemoryConfigLog::new);
  final RegistryClient client;

  SdkNode() throws Exception {
    registry.start(ANY_FREE);
    client = RegistryClient.to("127.0.0.1:" + registry.grpcPort()).start();
  }

  @Override
  public void close() throws Exception {
    client.close();
    registry.close();
  }

  /** Six instances, registered by the SDK; one of the nearest two is down. */
  void fleet(String service) throws Exception {
    List<Registration> fleet = new ArrayList<>();
    for (Instance.Builder one :
        List.of(
            at("near", "sh-1", "a").setVersion("1.0").setGroup("blue"),
            at("down", "sh-1", "a").setVersion("2.0").setGroup("blue"),
            at("room", "sh-1", "b").setVersion("2.0").setWeight(300),
            at("far", "sh-2", "x").setVersion("1.0").setGroup("blue"),
            at("gray", "sh-1", "a").setVersion("1.0").setLane("gray"),
            at("nothing", "sh-1", "a").setVersion("1.0").setWeight(0))) {
      fleet.add(
          client.register(
              RegisterRequest.newBuilder().setService(service).setInstance(one).build()));
    }
    for (Registration registration : fleet) {
      assertThat(registration.await(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(
            registry
                .catalog()
                .advise(
                    new ServiceName("default", service),
                    "down",
                    new Advice(Advice.State.DOWN, 0, System.currentTimeMillis())))
        .isTrue();
  }

  /** Waits until the client knows them all as they are. */
  void awaitFleet(ServiceWatch watch) {
    await(
        "all, as they are",
        () ->
            watch.instances().size() == 6
                && watch.instances().stream().filter(listed -> listed.out()).count() == 1);
  }

  private static Instance.Builder at(String id, String center, String room) {
    return Instance.newBuilder()
        .setId(id)
        .setHost("127.0.0.1")
        .setPort(1)
        .setLocation(
            io.heliograph.registry.v1.Location.newBuilder()
                .setCity("sh")
                .setCenter(center)
                .setRoom(room));
  }

  static void awaitRules(ServiceWatch watch, long version) {
    await("rules " + version, () -> watch.state().rulesVersion() == version);
  }

  /** Replaces a version of the rules; apostrophes stand for quotation marks. */
  void publish(String service, int version, String document) throws Exception {
    String body = document.replaceFirst("\\{", "{'version':" + version + ",").replace(",}", "}");
    HttpResponse<String> answer =
        send(
            service,
            "?force=true",
            HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body.replace('\'', '"'))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** What the node says over HTTP. */
  JsonNode plan(String service, String caller) throws Exception {
    return JSON.readTree(send(service, "/plan" + caller, HttpRequest.newBuilder()).body());
  }

  HttpResponse<String> send(String service, String query, HttpRequest.Builder request)
      throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/v1/namespaces/default/services/%s/rules%s"
                .formatted(registry.httpPort(), service, query));
    return HTTP.send(request.uri(uri).build(), BodyHandlers.ofString());
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(20))
        .until(condition);
  }
}
