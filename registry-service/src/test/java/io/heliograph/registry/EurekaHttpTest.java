/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eureka's REST API as any HTTP client calls it. */
class EurekaHttpTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPS = "/eureka/apps";
  private static final String ORDERS = APPS + "/ORDERS";
  private static final String ORDERS_1 = ORDERS + "/orders-1";
  private static final String REGISTRATION =
      "{\"instance\":{\"instanceId\":\"orders-1\",\"app\":\"ORDERS\",\"hostName\":\"10.0.0.7\","
          + "\"ipAddr\":\"10.0.0.7\",\"vipAddress\":\"orders,shop-orders\",\"status\":\"UP\","
          + "\"secureVipAddress\":\"s-orders\",\"lastDirtyTimestamp\":\"1000\","
          + "\"port\":{\"$\":8080,\"@enabled\":\"true\"},"
          + "\"dataCenterInfo\":{\"name\":\"MyOwn\"}}}";

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
  void register_renew_cancel() throws Exception {
    assertThat(send("PUT", ORDERS_1, "{}").statusCode()).isEqualTo(404);
    assertThat(send("POST", ORDERS, REGISTRATION).statusCode()).isEqualTo(204);

    HttpResponse<String> renewed =
        send("PUT", ORDERS_1 + "?status=UP&lastDirtyTimestamp=1000", "{}");
    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(renewed.body()).isEmpty();
    assertThat(send("PUT", ORDERS_1 + "?lastDirtyTimestamp=1001", "").statusCode()).isEqualTo(404);
    assertThat(send("PUT", ORDERS_1 + "?lastDirtyTimestamp=999", "").statusCode()).isEqualTo(200);

    assertThat(send("DELETE", ORDERS_1, "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", ORDERS_1, "").statusCode()).isEqualTo(404);
    assertThat(send("GET", ORDERS, "").statusCode()).isEqualTo(404);
  }

  @Test
  void reads_byAppIdAndName_inAnyCase() throws Exception {
    send("POST", APPS + "/orders", REGISTRATION);

    assertThat(get(ORDERS).at("/application/instance/0/instanceId").asText()).isEqualTo("orders-1");
    assertThat(get(APPS + "/orders/orders-1").at("/instance/app").asText()).isEqualTo("ORDERS");
    assertThat(get("/eureka/instances/orders-1").at("/instance/port/$").intValue()).isEqualTo(8080);
    assertThat(names("/eureka/vips/shop-orders")).isEqualTo("ORDERS");
    assertThat(names("/eureka/vips/other")).isEmpty();
    assertThat(names("/eureka/svips/s-orders")).isEqualTo("ORDERS");
    assertThat(names(APPS + "/")).isEqualTo("ORDERS");
    assertThat(get("/eureka/vips/orders").at("/applications/apps__hashcode").asText())
        .isEqualTo("UP_1_");
    assertThat(send("GET", "/eureka/instances/other", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", ORDERS + "/other", "").statusCode()).isEqualTo(404);
  }

  @Test
  void delta_tellsWhatHappenedLast() throws Exception {
    get(APPS + "/delta");
    send("POST", ORDERS, REGISTRATION);
    awaitAction("ADDED", "UP_1_");
    send("PUT", ORDERS_1 + "/status?value=OUT_OF_SERVICE", "");
    awaitAction("MODIFIED", "OUT_OF_SERVICE_1_");
    send("DELETE", ORDERS_1, "");
    awaitAction("DELETED", "");
  }

  private void awaitAction(String action, String hash) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              JsonNode delta = get(APPS + "/delta").get("applications");
              assertThat(delta.at("/application/0/instance/0/actionType").asText())
                  .isEqualTo(action);
              assertThat(delta.get("apps__hashcode").asText()).isEqualTo(hash);
            });
  }

  @Test
  void gzip_ifAskedFor() throws Exception {
    send("POST", ORDERS, REGISTRATION);
    HttpResponse<byte[]> zipped =
        HTTP.send(
            HttpRequest.newBuilder(uri(ORDERS)).header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());

    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(
            JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(zipped.body())))
                .at("/application/name")
                .asText())
        .isEqualTo("ORDERS");
  }

  @Test
  void xml_isRefusedClearly() throws Exception {
    HttpResponse<String> read =
        HTTP.send(
            HttpRequest.newBuilder(uri(APPS)).header("Accept", "application/xml").build(),
            BodyHandlers.ofString());
    HttpResponse<String> written =
        HTTP.send(
            HttpRequest.newBuilder(uri(ORDERS))
                .header("Content-Type", "application/xml")
                .POST(BodyPublishers.ofString("<instance/>"))
                .build(),
            BodyHandlers.ofString());

    assertThat(read.statusCode()).isEqualTo(406);
    assertThat(read.body()).contains("Accept is 'application/xml'", "JSON only");
    assertThat(written.statusCode()).isEqualTo(415);
    assertThat(written.body()).contains("give application/json");
  }

  @Test
  void metadata_isAddedTo_andSeenInTheOwnApi() throws Exception {
    send("POST", ORDERS, REGISTRATION);

    assertThat(send("PUT", ORDERS_1 + "/metadata?room=b&weight=50", "").statusCode())
        .isEqualTo(200);

    JsonNode own = get("/v1/namespaces/default/services/orders/instances").at("/instances/0");
    assertThat(own.at("/location/room").asText()).isEqualTo("b");
    assertThat(own.get("weight").intValue()).isEqualTo(50);
    assertThat(send("PUT", ORDERS + "/other/metadata?a=b", "").statusCode()).isEqualTo(404);
  }

  @Test
  void changesToAnInstanceOfTheOwnApi_409() throws Exception {
    String own = "/v1/namespaces/default/services/orders/instances/orders-1";
    send("PUT", own, "{\"host\":\"h\",\"port\":1,\"weight\":0}");

    HttpResponse<String> answer = send("PUT", ORDERS_1 + "/status?value=UP", "");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("registered through another API");
    assertThat(send("PUT", ORDERS_1 + "/metadata?a=b", "").statusCode()).isEqualTo(409);
    assertThat(send("PUT", ORDERS_1 + "?lastDirtyTimestamp=5", "").statusCode()).isEqualTo(200);
    assertThat(get(ORDERS_1).at("/instance/status").asText()).isEqualTo("OUT_OF_SERVICE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | /eureka/apps/ORDERS/orders-1/status?value=GONE   | value is 'GONE': give UP",
        "PUT    | /eureka/apps/ORDERS/orders-1?lastDirtyTimestamp=x | lastDirtyTimestamp is 'x'",
        "PUT    | /eureka/apps/-x/orders-1                         | application is '-x'",
        "PUT    | /eureka/apps/ORDERS/orders-1/metadata?weight=x   | metadata.weight is 'x'",
        "PUT    | /eureka/apps/ORDERS/orders-1/metadata?eureka/port=1 | metadata.eureka/port is"
            + " reserved",
        "POST   | /eureka/apps/SHOP                                | app is 'ORDERS', and 'SHOP'"
      })
  void bad_400NamesTheField(String method, String path, String detail) throws Exception {
    send("POST", ORDERS, REGISTRATION);

    HttpResponse<String> answer = send(method, path.strip(), REGISTRATION);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).get("detail").asText()).startsWith(detail.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/eureka/apps,GET",
    "DELETE,/eureka/apps/ORDERS,'GET, POST'",
    "POST,/eureka/apps/ORDERS/orders-1,'GET, PUT, DELETE'",
    "GET,/eureka/apps/ORDERS/orders-1/status,'PUT, DELETE'",
    "GET,/eureka/apps/ORDERS/orders-1/metadata,PUT"
  })
  void otherMethod_405WithAllow(String method, String path, String allowed) throws Exception {
    HttpResponse<String> answer = send(method, path, "");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains(allowed);
  }

  @Test
  void otherPath_404SaysWhatThereIs() throws Exception {
    assertThat(send("POST", "/eureka/peerreplication/batch", "{}").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/eureka/", "").body()).contains("apps/delta", "svips/{vip}");
    assertThat(send("GET", "/metrics", "").body())
        .contains(
            "heliograph_registry_http_requests_total{route=\"/eureka/...\",status=\"404\"} 2");
  }

  private String names(String path) throws Exception {
    return String.join(",", get(path).at("/applications/application").findValuesAsText("name"))
        .replace(",MyOwn", "");
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
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
