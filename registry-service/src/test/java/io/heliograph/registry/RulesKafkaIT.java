/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.kafka.KafkaProcess;
import io.heliograph.dev.kafka.KafkaSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules of two nodes and a Kafka that goes away. */
@Timeout(240)
@Tag("side-by-side")
class RulesKafkaIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String RULES = "/v1/namespaces/default/services/orders/rules";

  @TempDir Path directory;

  @Test
  void twoNodes_kafkaKilled_restartedFromSnapshot_kafkaBack() throws Exception {
    try (KafkaProcess kafka = KafkaProcess.start(KafkaSettings.onFreePorts(directory))) {
      kafka.createTopic("heliograph.config", 1, Map.of("cleanup.policy", "compact"));
      try (RegistryServer one = node(kafka, "one");
          RegistryServer other = node(kafka, "other")) {
        oneOfTwoConcurrentWritersWins(one, other);
        kafka.kill();
        readsGoOnAndWritesAreRefused(one);
      }
      try (RegistryServer restarted = node(kafka, "one");
          RegistryServer fresh = node(kafka, "fresh")) {
        readsGoOnAndWritesAreRefused(restarted);
        HttpResponse<String> unknown = send(fresh, "GET", "");
        assertThat(unknown.statusCode()).as("it does not say that there are none").isEqualTo(503);
        assertThat(unknown.body()).contains("the rules have not been read yet");

        kafka.restart();

        awaitVersion(fresh, 1);
        assertThat(send(fresh, "GET", "").body()).isEqualTo(send(restarted, "GET", "").body());
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> send(restarted, "PUT", "{\"version\":1}").statusCode() == 200);
        awaitVersion(fresh, 2);
      }
    }
  }

  private static void oneOfTwoConcurrentWritersWins(RegistryServer one, RegistryServer other)
      throws Exception {
    for (RegistryServer node : List.of(one, other)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> send(node, "GET", "").statusCode() == 404);
    }
    List<CompletableFuture<HttpResponse<String>>> writes =
        Stream.of(one, other)
            .map(
                node ->
                    HTTP.sendAsync(
                        request(
                            node, "PUT", "{\"weights\":{\"i%d\":1}}".formatted(node.httpPort())),
                        BodyHandlers.ofString()))
            .toList();
    int won = 0;
    for (CompletableFuture<HttpResponse<String>> write : writes) {
      HttpResponse<String> answer = write.get(20, TimeUnit.SECONDS);
      won += answer.statusCode() == 200 ? 1 : 0;
      if (answer.statusCode() != 200) {
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("at version 1 now");
        assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
      }
    }
    assertThat(won).isEqualTo(1);
    awaitVersion(one, 1);
    awaitVersion(other, 1);
    assertThat(send(one, "GET", "").body()).isEqualTo(send(other, "GET", "").body());
  }

  private static void readsGoOnAndWritesAreRefused(RegistryServer node) throws Exception {
    long started = System.nanoTime();
    HttpResponse<String> refused = send(node, "PUT", "{\"version\":1}");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.body()).contains("it may still take effect");
    HttpResponse<String> read = send(node, "GET", "");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.headers().firstValue("ETag")).contains("\"1\"");
  }

  private static void awaitVersion(RegistryServer node, int version) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                send(node, "GET", "")
                    .headers()
                    .firstValue("ETag")
                    .equals(Optional.of("\"" + version + "\"")));
  }

  private RegistryServer node(KafkaProcess kafka, String name) throws Exception {
    RegistrySettings settings =
        RegistrySettings.fromEnvironment(
            Map.of(
                "HELIOGRAPH_REGISTRY_GRPC_PORT",
                "0",
                "HELIOGRAPH_REGISTRY_HTTP_PORT",
                "0",
                "HELIOGRAPH_REGISTRY_SNAPSHOT",
                directory.resolve(name).resolve("snapshot.jsonl").toString(),
                "HELIOGRAPH_REGISTRY_KAFKA",
                kafka.bootstrapServers()));
    RegistryServer server = new RegistryServer(settings);
    server.start(settings);
    return server;
  }

  private static HttpRequest request(RegistryServer node, String method, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + RULES))
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse<String> send(RegistryServer node, String method, String body)
      throws Exception {
    return HTTP.send(request(node, method, body), BodyHandlers.ofString());
  }
}
