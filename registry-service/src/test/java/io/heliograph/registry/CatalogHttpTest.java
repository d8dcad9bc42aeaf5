/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration and discovery over HTTP, as the contract has it. */
class CatalogHttpTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICES = "/v1/namespaces/default/services";
  private static final String ORDERS = SERVICES + "/orders/instances";

  private final RegistryServer server = new RegistryServer(ANY_FREE);

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void register_thenList_asInTheContract() throws Exception {
    HttpResponse<String> put =
        send(
            "PUT",
            ORDERS + "/orders-1",
            "{\"host\":\"10.0.0.7\",\"port\":8080,\"protocol\":\"grpc\",\"version\":\"1.4.2\","
                + "\"group\":\"blue\",\"lane\":\"\",\"weight\":100,\"warmupSeconds\":0,"
                + "\"leaseSeconds\":10,\"location\":{\"city\":\"sh\",\"center\":\"sh-1\","
                + "\"room\":\"a\"},\"tags\":{\"tier\":\"gold\"},\"metadata\":{}}");

    assertThat(put.statusCode()).isEqualTo(200);
    JsonNode registered = JSON.readTree(put.body());
    assertThat(registered.get("leaseSeconds").intValue()).isEqualTo(10);
    assertThat(registered.get("renewAfterSeconds").intValue()).isEqualTo(3);
    assertThat(registered.get("renewAfterMillis").intValue()).isBetween(3_000, 3_333);
    JsonNode list = get(ORDERS);
    assertThat(list.get("revision")).isEqualTo(registered.get("revision"));
    JsonNode instance = list.get("instances").get(0);
    assertThat(instance.get("id").asText()).isEqualTo("orders-1");
    assertThat(instance.get("host").asText()).isEqualTo("10.0.0.7");
    assertThat(instance.get("port").intValue()).isEqualTo(8080);
    assertThat(instance.at("/location/room").asText()).isEqualTo("a");
    assertThat(instance.at("/tags/tier").asText()).isEqualTo("gold");
    assertThat(instance.get("state").asText()).isEqualTo("UP");
    assertThat(instance.get("score").intValue()).isEqualTo(100);
    assertThat(instance.get("effectiveWeight").intValue()).isEqualTo(100);
    assertThat(get(SERVICES).get("services").get(0).toString())
        .isEqualTo("{\"service\":\"orders\",\"instances\":1}");
  }

  @Test
  void list_filtered_byPlaceLaneAndTags() throws Exception {
    register("a", "\"location\":{\"city\":\"sh\",\"room\":\"1\"},\"tags\":{\"tier\":\"gold\"}");
    register("b", "\"location\":{\"city\":\"sh\",\"room\":\"2\"},\"tags\":{\"tier\":\"tin\"}");
    register("c", "\"location\":{\"city\":\"bj\"},\"lane\":\"gray\"");

    assertThat(ids(ORDERS)).containsExactly("a", "b", "c");
    assertThat(ids(ORDERS + "?city=sh")).containsExactly("a", "b");
    assertThat(ids(ORDERS + "?city=sh&room=2")).containsExactly("b");
    assertThat(ids(ORDERS + "?lane=gray")).containsExactly("c");
    assertThat(ids(ORDERS + "?lane=")).containsExactly("a", "b");
    assertThat(ids(ORDERS + "?tag=tier")).containsExactly("a", "b");
    assertThat(ids(ORDERS + "?tag=tier:gold")).containsExactly("a");
    assertThat(ids(ORDERS + "?tag=tier:gold&tag=tier:tin")).isEmpty();
  }

  @Test
  void deregister_atOnce_secondTime404() throws Exception {
    register("a", "");

    assertThat(send("DELETE", ORDERS + "/a", "").statusCode()).isEqualTo(204);
    assertThat(ids(ORDERS)).isEmpty();
    HttpResponse<String> again = send("DELETE", ORDERS + "/a", "");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.body()).contains("no instance a of default/orders is registered");
  }

  @Test
  void longPoll_isAnsweredByTheNextChange() throws Exception {
    long seen = register("a", "");
    CompletableFuture<HttpResponse<String>> poll = poll(seen, "30s");
    assertThat(poll).isNotDone();
    awaitPolls(1);

    long started = System.nanoTime();
    register("b", "");

    HttpResponse<String> answer = poll.get(5, TimeUnit.SECONDS);
    assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(JSON.readTree(answer.body()).get("revision").longValue()).isGreaterThan(seen);
    assertThat(idsIn(answer.body())).containsExactly("a", "b");
    Awaitility.await("its time is in /metrics")
        .until(
            () ->
                send("GET", "/metrics", "")
                    .body()
                    .contains(
                        "heliograph_registry_push_seconds_bucket{transport=\"http\",le=\"1.0\"}"
                            + " 1"));
  }

  @Test
  void longPolls_ofManyWhoWaitForTheSame_areAllAnswered_andNothingIsKept() throws Exception {
    long seen = register("a", "");
    List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      polls.add(poll(seen, "30s"));
    }
    awaitPolls(100);
    register("b", "");

    String first = polls.get(0).get(10, TimeUnit.SECONDS).body();
    assertThat(first).contains("\"id\":\"a\"", "\"id\":\"b\"");
    for (CompletableFuture<HttpResponse<String>> poll : polls) {
      assertThat(poll.get(10, TimeUnit.SECONDS).body()).isEqualTo(first);
    }
    Awaitility.await()
        .until(
            () -> send("GET", "/metrics", "").body().contains("heliograph_registry_list_bytes 0"));
  }

  @Test
  void longPoll_withoutNews_isAnsweredWithTheSameRevisionInTime() throws Exception {
    long seen = register("a", "");

    JsonNode answer = JSON.readTree(poll(seen, "300ms").get(5, TimeUnit.SECONDS).body());

    assertThat(answer.get("revision").longValue()).isEqualTo(seen);
    awaitPolls(0);
  }

  @Test
  void longPoll_ofAMillisecond_isAnswered() throws Exception {
    long seen = register("a", "");
    for (int i = 0; i < 50; i++) {
      assertThat(poll(seen, "1ms").get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    awaitPolls(0);
  }

  @Test
  void longPoll_ofAnOldRevision_isAnsweredAtOnce() throws Exception {
    long old = register("a", "");
    register("b", "");

    assertThat(idsIn(poll(old, "30s").get(2, TimeUnit.SECONDS).body())).containsExactly("a", "b");
  }

  @Test
  void longPoll_lapsedLease_isNews() throws Exception {
    long seen = register("a", "\"leaseSeconds\":1");

    assertThat(idsIn(poll(seen, "30s").get(4, TimeUnit.SECONDS).body())).isEmpty();
  }

  @Test
  void longPoll_clientThatGoesAway_isForgottenWhenItsTimeIsOver() throws Exception {
    CompletableFuture<HttpResponse<String>> poll = poll(register("a", ""), "2s");
    awaitPolls(1);
    poll.cancel(true);
    awaitPolls(0);
    assertThat(ids(ORDERS)).containsExactly("a");
  }

  @Test
  void close_answersThoseWhoWait() throws Exception {
    CompletableFuture<HttpResponse<String>> poll = poll(register("a", ""), "30s");
    awaitPolls(1);

    server.close();

    assertThat(poll.get(2, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/namespaces/default/services/-x/instances        | service is '-x'",
        "/v1/namespaces//services/x/instances                | Ambiguous URI empty segment",
        "/v1/namespaces/a%20b/services                       | namespace is 'a",
        "/v1/namespaces/default/services/x/instances?town=a  | town is no parameter: there are"
            + " city",
        "/v1/namespaces/default/services/x/instances?tag=:a  | tag is ':a': give key or key:value",
        "/v1/namespaces/default/services/x/instances?wait=1h | wait is '1h': give 500ms or 30s",
        "/v1/namespaces/default/services/x/instances?wait=61s | wait in ms is 61000: give 0 to"
            + " 60000",
        "/v1/namespaces/default/services/x/instances?wait=1s&revision=x | revision is 'x'",
        "/v1/namespaces/default/services/x/instances?wait=1s&revision=-1 | revision is -1"
      })
  void get_bad_400NamesTheParameter(String path, String detail) throws Exception {
    HttpResponse<String> answer = send("GET", path.strip(), "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(JSON.readTree(answer.body()).get("detail").asText()).startsWith(detail.strip());
  }

  @Test
  void put_bad_400NamesTheField_andNothingIsRegistered() throws Exception {
    HttpResponse<String> answer = send("PUT", ORDERS + "/a", "{\"host\":\"h\",\"port\":70000}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("port is 70000: give 1 to 65535");
    assertThat(ids(ORDERS)).isEmpty();
    assertThat(send("PUT", ORDERS + "/" + "a".repeat(300), "{}").body())
        .contains("id has 300 characters: give 1 to 255");
  }

  @Test
  void put_hugeBody_413AndTheNextOneIsTaken() throws Exception {
    String huge = "x".repeat(1 << 20);
    HttpResponse<String> answer = send("PUT", ORDERS + "/a", huge);
    HttpResponse<String> ofUnknownLength =
        HTTP.send(
            HttpRequest.newBuilder(uri(ORDERS + "/a"))
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofString(huge)))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("give at most 65,536 bytes");
    assertThat(ofUnknownLength.statusCode()).isEqualTo(413);
    register("b", "");
    assertThat(ids(ORDERS)).containsExactly("b");
  }

  @Test
  void otherMethod_405WithAllow() throws Exception {
    assertThat(send("POST", ORDERS + "/a", "{}").headers().firstValue("Allow"))
        .contains("PUT, DELETE");
    assertThat(send("PUT", ORDERS, "{}").statusCode()).isEqualTo(405);
    assertThat(send("PUT", SERVICES, "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void metrics_countLeasesAndCalls() throws Exception {
    register("a", "");
    register("a", "");
    register("b", "");
    send("DELETE", ORDERS + "/b", "");

    assertThat(send("GET", "/metrics", "").body())
        .contains(
            "heliograph_registry_instances 1.0",
            "heliograph_registry_leases_total{event=\"registered\"} 2.0",
            "heliograph_registry_leases_total{event=\"renewed\"} 1.0",
            "heliograph_registry_leases_total{event=\"deregistered\"} 1.0",
            "heliograph_registry_http_requests_total{route=\"/v1/namespaces/{ns}/services/{service}/instances/{id}\",status=\"204\"}"
                + " 1.0");
  }

  @Test
  void put_renewAfter_isSpreadAtRandom_asOverGrpc() throws Exception {
    Set<Integer> seconds = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String body = "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":3600}";
      JsonNode answer = JSON.readTree(send("PUT", ORDERS + "/a", body).body());
      seconds.add(answer.get("renewAfterSeconds").intValue());
      assertThat(answer.get("renewAfterSeconds").intValue())
          .isEqualTo(answer.get("renewAfterMillis").intValue() / 1_000);
    }

    assertThat(seconds).hasSizeGreaterThan(1).allMatch(one -> one >= 1_080 && one <= 1_200);
  }

  @Test
  void put_shortestLease_renewAfterIsAWholeSecondAtLeast() throws Exception {
    JsonNode answer =
        JSON.readTree(
            send("PUT", ORDERS + "/a", "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":1}").body());

    assertThat(answer.get("renewAfterSeconds").intValue()).isEqualTo(1);
    assertThat(answer.get("renewAfterMillis").intValue()).isBetween(300, 333);
  }

  private long register(String id, String more) throws Exception {
    String body = "{\"host\":\"h\",\"port\":1%s}".formatted(more.isEmpty() ? "" : "," + more);
    HttpResponse<String> answer = send("PUT", ORDERS + "/" + id, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("revision").longValue();
  }

  private CompletableFuture<HttpResponse<String>> poll(long revision, String wait) {
    return HTTP.sendAsync(
        HttpRequest.newBuilder(uri(ORDERS + "?wait=" + wait + "&revision=" + revision)).build(),
        BodyHandlers.ofString());
  }

  /** Until so many wait on the server. */
  private void awaitPolls(int count) {
    String line = "heliograph_registry_awaits " + count + ".0";
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> send("GET", "/metrics", "").body().contains(line));
  }

  private List<String> ids(String path) throws Exception {
    return idsIn(send("GET", path, "").body());
  }

  private static List<String> idsIn(String body) throws Exception {
    List<String> ids = new ArrayList<>();
    JSON.readTree(body).get("instances").forEach(node -> ids.add(node.get("id").asText()));
    return ids;
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(send("GET", path, "").body());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }
}
