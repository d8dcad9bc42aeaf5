/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.registry.configlog.MemoryConfigLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules over HTTP, with a log in memory. */
class RulesHttpTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORDERS = "/v1/namespaces/default/services/orders";
  private static final String RULES = ORDERS + "/rules";

  private final RegistryServer server = new RegistryServer(ANY_FREE, MemoryConfigLog::new);

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
    register("a", "\"version\":\"1.0\",\"location\":{\"center\":\"sh-1\",\"room\":\"1\"}");
    register("b", "\"version\":\"2.0\",\"location\":{\"center\":\"sh-2\",\"room\":\"1\"}");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void put_get_change_delete_byVersion() throws Exception {
    HttpResponse<String> first = send("PUT", RULES + "?author=ann", "{'weights':{'a':50}}");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("{\"version\":1,\"warnings\":[]}");
    assertThat(first.headers().firstValue("ETag")).contains("\"1\"");

    HttpResponse<String> read = send("GET", RULES, "");
    assertThat(read.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(JSON.readTree(read.body()).at("/weights/a").intValue()).isEqualTo(50);
    HttpResponse<String> again = send("PUT", RULES, read.body());
    assertThat(again.body()).as("what was read can be put").contains("\"version\":2");

    HttpResponse<String> stale = send("PUT", RULES, read.body());
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(stale.headers().firstValue("ETag")).contains("\"2\"");
    assertThat(detail(stale)).contains("version: the rules of default/orders are at version 2 now");
    assertThat(send("PUT", RULES, "{}").statusCode()).isEqualTo(409);

    assertThat(send("DELETE", RULES, "").body()).contains("version is missing");
    assertThat(send("DELETE", RULES + "?version=1", "").statusCode()).isEqualTo(409);
    assertThat(send("DELETE", RULES + "?version=2", "").statusCode()).isEqualTo(204);
    assertThat(send("GET", RULES, "").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", RULES + "?version=3", "").statusCode()).isEqualTo(404);
    assertThat(send("PUT", RULES, "{}").body()).as("made anew").contains("\"version\":4");
  }

  @Test
  void put_ifMatch_isTheVersion() throws Exception {
    send("PUT", RULES, "{}");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(RULES)).PUT(BodyPublishers.ofString("{}"));

    assertThat(code(request.copy().header("If-Match", "\"7\""))).isEqualTo(409);
    assertThat(code(request.copy().header("If-Match", "7"))).isEqualTo(400);
    assertThat(code(request.copy().header("If-Match", "\"1\""))).isEqualTo(200);
    assertThat(
            code(
                HttpRequest.newBuilder(uri(RULES))
                    .header("If-Match", "\"2\"")
                    .PUT(BodyPublishers.ofString("{\"version\":1}"))))
        .isEqualTo(400);
  }

  @Test
  void history_newestFirst_withAuthorAndDeletion() throws Exception {
    send("PUT", RULES + "?author=ann%20%22x%22", "{'weights':{'a':1}}");
    send("DELETE", RULES + "?version=1&author=bob", "");

    JsonNode versions = JSON.readTree(send("GET", RULES + "/history", "").body()).get("versions");

    assertThat(versions).hasSize(2);
    assertThat(versions.get(0).get("version").intValue()).isEqualTo(2);
    assertThat(versions.get(0).get("author").asText()).isEqualTo("bob");
    assertThat(versions.get(0).get("rules").isNull()).isTrue();
    assertThat(versions.get(1).get("author").asText()).isEqualTo("ann \"x\"");
    assertThat(versions.get(1).at("/rules/weights/a").intValue()).isEqualTo(1);
    assertThat(versions.get(1).get("publishedAt").asText()).endsWith("Z");
    assertThat(send("GET", ORDERS.replace("orders", "other") + "/rules/history", "").body())
        .isEqualTo("{\"versions\":[]}");
  }

  @Test
  void put_trafficToNobody_isWarnedOfAndRefusedUnlessForced() throws Exception {
    String rules = "{'traffic':{'percent':{'1.0':90,'9.0':10}}}";

    HttpResponse<String> dry = send("PUT", RULES + "?dryRun=true", rules);
    assertThat(dry.statusCode()).isEqualTo(200);
    JsonNode answer = JSON.readTree(dry.body());
    assertThat(answer.get("dryRun").booleanValue()).isTrue();
    assertThat(answer.at("/warnings/0/field").asText()).isEqualTo("traffic.percent.9.0");
    assertThat(send("GET", RULES, "").statusCode()).as("nothing was written").isEqualTo(404);

    HttpResponse<String> refused = send("PUT", RULES, rules);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(detail(refused))
        .isEqualTo(
            "traffic.percent.9.0 is 10, but none of the 2 instances has this version; add"
                + " ?force=true to publish it all the same");
    assertThat(send("GET", RULES, "").statusCode()).isEqualTo(404);

    HttpResponse<String> forced = send("PUT", RULES + "?force=true", rules);
    assertThat(forced.statusCode()).isEqualTo(200);
    assertThat(forced.body()).contains("\"version\":1", "traffic.percent.9.0");
  }

  @Test
  void plan_tellsSharesAndReasons() throws Exception {
    send(
        "PUT",
        RULES,
        "{'traffic':{'percent':{'1.0':80,'2.0':20}},'access':{'deny':['crawler']},"
            + "'degradation':{'methods':{'/s/Slow':'too slow'}},'routes':[{'name':'canary',"
            + "'match':{'headers':[{'name':'x-canary','prefix':'y'}]},"
            + "'subset':{'version':'2.0'}},{'name':'web','match':{'services':['web']}}]}");

    JsonNode plan = JSON.readTree(send("GET", RULES + "/plan?service=shop&lane=gray", "").body());

    assertThat(plan.get("routes")).hasSize(3);
    assertThat(plan.at("/routes/0/method/exact").asText()).isEqualTo("/s/Slow");
    assertThat(plan.at("/routes/0/refusal").asText()).isEqualTo("too slow");
    assertThat(plan.at("/routes/1/headers/0/prefix").asText()).isEqualTo("y");
    assertThat(plan.at("/routes/1/destinations/0/priorities/0/0/id").asText()).isEqualTo("b");
    assertThat(plan.at("/routes/1/excluded/a").asText())
        .isEqualTo("it is not in the subset of route canary");
    assertThat(plan.at("/routes/2/name").asText()).isEqualTo("default");
    assertThat(plan.at("/routes/2/destinations/0/name").asText()).isEqualTo("1.0");
    assertThat(plan.at("/routes/2/destinations/0/share").doubleValue()).isEqualTo(0.8);
    assertThat(plan.at("/routes/2/destinations/1/priorities/0/0/share").doubleValue())
        .isEqualTo(0.2);
    assertThat(plan.at("/skipped/web").asText())
        .isEqualTo("match.services does not name the caller 'shop'");
    assertThat(JSON.readTree(send("GET", RULES + "/plan?service=crawler", "").body()).toString())
        .isEqualTo("{\"refusal\":\"access.deny names the caller 'crawler'\",\"routes\":[]}");
  }

  @Test
  void plan_knowsThePlaceAndTagsOfTheCaller() throws Exception {
    send(
        "PUT",
        RULES,
        "{'proximity':{'level':'center'},'routes':[{'name':'gold',"
            + "'match':{'tags':{'tier':'gold'}},'subset':{'version':'1.0'}}]}");

    JsonNode near = JSON.readTree(send("GET", RULES + "/plan?center=sh-2", "").body());
    assertThat(near.at("/routes/0/destinations/0/priorities/0/0/id").asText()).isEqualTo("b");
    assertThat(near.at("/routes/0/destinations/0/priorities/1/0/id").asText()).isEqualTo("a");
    assertThat(near.at("/routes/0/destinations/0/priorities/1/0/share").doubleValue()).isZero();
    assertThat(send("GET", RULES + "/plan?tag=tier:gold", "").body()).contains("\"name\":\"gold\"");
  }

  @Test
  void list_effectiveWeight_byOverrideAndDrain_andPollersAreWoken() throws Exception {
    JsonNode list = JSON.readTree(send("GET", ORDERS + "/instances", "").body());
    CompletableFuture<HttpResponse<String>> poll =
        HTTP.sendAsync(
            HttpRequest.newBuilder(
                    uri(ORDERS + "/instances?wait=30s&revision=" + list.get("revision")))
                .build(),
            BodyHandlers.ofString());
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> send("GET", "/metrics", "").body().contains("heliograph_registry_awaits 1.0"));

    send("PUT", RULES, "{'weights':{'a':30},'failover':{'drained':[{'center':'sh-2'}]}}");

    JsonNode woken = JSON.readTree(poll.get(5, TimeUnit.SECONDS).body());
    assertThat(woken.at("/instances/0/effectiveWeight").intValue()).isEqualTo(30);
    assertThat(woken.at("/instances/0/weight").intValue()).isEqualTo(100);
    assertThat(woken.at("/instances/1/effectiveWeight").intValue()).isZero();
    assertThat(woken.get("revision").longValue()).isGreaterThan(list.get("revision").longValue());
  }

  @Test
  void degradation_offAndOnInOneCall_leavesTheOtherRules() throws Exception {
    send("PUT", RULES, "{'weights':{'a':7}}");

    assertThat(send("PUT", RULES + "/degradation", "{'methods':{'/s/A':'slow'}}").body())
        .contains("\"version\":2");
    JsonNode off = JSON.readTree(send("GET", RULES, "").body());
    assertThat(off.at("/weights/a").intValue()).isEqualTo(7);
    assertThat(off.at("/degradation/methods").toString()).isEqualTo("{\"/s/A\":\"slow\"}");
    assertThat(send("DELETE", RULES + "/degradation", "").body()).contains("\"version\":3");
    assertThat(JSON.readTree(send("GET", RULES, "").body()).at("/degradation/methods")).isEmpty();
    assertThat(send("PUT", RULES + "/degradation?version=1", "{}").statusCode()).isEqualTo(409);
    assertThat(detail(send("PUT", RULES + "/degradation", "{'metods':{}}")))
        .startsWith("degradation.metods is unknown");
    assertThat(send("PUT", RULES + "/degradation", "{").statusCode()).isEqualTo(400);
    assertThat(send("GET", RULES + "/degradation", "").headers().firstValue("Allow"))
        .contains("PUT, DELETE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /rules | {'wieghts':{}} | wieghts is unknown: there are access",
        "PUT | /rules | {'traffic':{'percent':{'1.0':80}}} | traffic.percent sums to 80",
        "PUT | /rules | nonsense | body is no JSON",
        "PUT | /rules?dryRun=yes | {} | dryRun has to be true or false",
        "PUT | /rules?dry=true | {} | dry is no parameter: there are dryRun, force, author,"
            + " version",
        "PUT | /rules?version=x | {} | version is no number",
        "PUT | /rules?version=2 | {'version':1} | version is 1 in the body, and 2 beside it",
        "GET | /rules?x=1 | '' | x is no parameter: there are none",
        "GET | /rules/plan?town=a | '' | town is no parameter: there are service, city",
        "GET | /rules/plan?tag=a | '' | tag has to be key:value"
      })
  void bad_400NamesTheField(String method, String path, String body, String detail)
      throws Exception {
    HttpResponse<String> answer = send(method, ORDERS + path, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(detail(answer)).startsWith(detail);
  }

  @Test
  void longNames_hugeBodies_otherMethodsAndPaths() throws Exception {
    String longName = "a".repeat(4_000);
    assertThat(detail(send("GET", RULES + "/plan?service=" + longName, "")))
        .isEqualTo("service has 4,000 characters: give at most 255");
    assertThat(detail(send("PUT", RULES, "{'weights':{'" + longName + longName + "':1}}")))
        .isEqualTo("weights has 8000 characters: give 1 to 255");
    assertThat(send("PUT", RULES, " ".repeat(70_000)).statusCode()).isEqualTo(413);
    assertThat(send("POST", RULES, "{}").headers().firstValue("Allow"))
        .contains("GET, PUT, DELETE");
    assertThat(send("PUT", RULES + "/history", "{}").statusCode()).isEqualTo(405);
    assertThat(send("GET", RULES + "/other", "").statusCode()).isEqualTo(501);
  }

  @Test
  void put_withoutKafka_503SaysWhatToSet() throws Exception {
    try (RegistryServer without = new RegistryServer(ANY_FREE)) {
      without.start(ANY_FREE);
      String base = "http://127.0.0.1:" + without.httpPort() + RULES;
      HttpResponse<String> put =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(base)).PUT(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofString());

      assertThat(put.statusCode()).isEqualTo(503);
      assertThat(put.body()).contains("HELIOGRAPH_REGISTRY_KAFKA");
      assertThat(code(HttpRequest.newBuilder(URI.create(base)))).isEqualTo(404);
    }
  }

  private void register(String id, String more) throws Exception {
    String body = "{'host':'h','port':1,'leaseSeconds':600,%s}".formatted(more);
    assertThat(send("PUT", ORDERS + "/instances/" + id, body).statusCode()).isEqualTo(200);
  }

  private static String detail(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body()).get("detail").asText();
  }

  private static int code(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path))
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        BodyHandlers.ofString());
  }
}
