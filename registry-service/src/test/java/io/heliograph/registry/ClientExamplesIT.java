/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The examples, as a user would run them: each starts before there is a service of that name, finds
 * it once there is, and calls its instances by weight, those of its own room alone.
 */
@Timeout(400)
class ClientExamplesIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));
  private static final int CALLS = 10_000;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void example_startedBeforeTheService_callsItByWeightInItsRoom(ClientExample example)
      throws Exception {
    example.build();
    try (RegistryServer registry = new RegistryServer(ANY_FREE);
        OrdersBackend three = new OrdersBackend("three");
        OrdersBackend one = new OrdersBackend("one");
        OrdersBackend elsewhere = new OrdersBackend("elsewhere")) {
      registry.start(ANY_FREE);
      Path output = ClientExample.output(directory);
      Process client = example.start(registry.grpcPort(), CALLS, directory);
      try {
        Awaitility.await("it asks for the service")
            .atMost(Duration.ofSeconds(60))
            .until(() -> asks(registry.httpPort()));

        elsewhere.answerAfter(5); // so that few calls come to it before the others are there
        elsewhere.register(registry.httpPort(), "orders", 100, "b");
        three.register(registry.httpPort(), "orders", 300, "a");
        one.register(registry.httpPort(), "orders", 100, "a");

        Awaitility.await("it ends").atMost(Duration.ofSeconds(120)).until(() -> !client.isAlive());
      } finally {
        client.destroyForcibly().waitFor();
      }
      Map<String, Integer> calls = calls(output);
      int inRoom = calls.get("three") + calls.get("one");
      // the first of the three is all there is, for a moment
      assertThat(inRoom).isGreaterThan(CALLS * 9 / 10);
      assertThat(inRoom + calls.getOrDefault("elsewhere", 0)).isEqualTo(CALLS);
      assertThat(100.0 * calls.get("three") / inRoom).isCloseTo(75, within(3.0));
    }
  }

  @Test
  void instanceExample_registersItself_andIsGoneAtOnceWhenItStops() throws Exception {
    try (RegistryServer registry = new RegistryServer(ANY_FREE)) {
      registry.start(ANY_FREE);
      Path output = directory.resolve("output");
      Process instance =
          ClientExample.java(
                  "java",
                  "OrdersServer.java",
                  "orders-7",
                  "300",
                  "http://127.0.0.1:" + registry.httpPort())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      String list = "/v1/namespaces/default/services/orders/instances";
      try {
        Awaitility.await("it is listed")
            .atMost(Duration.ofSeconds(60))
            .until(() -> get(registry.httpPort(), list).contains("\"id\":\"orders-7\""));
        instance.destroy();
        Awaitility.await("it is not listed")
            .atMost(Duration.ofSeconds(5)) // its lease lasts 10 s
            .until(() -> !get(registry.httpPort(), list).contains("orders-7"));
      } finally {
        instance.destroyForcibly().waitFor();
      }
      assertThat(output).isEmptyFile();
    }
  }

  private static boolean asks(int httpPort) throws Exception {
    return get(httpPort, "/metrics").contains("heliograph_registry_xds_services 1.0");
  }

  private static String get(int httpPort, String path) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static Map<String, Integer> calls(Path output) throws IOException {
    Map<String, Integer> calls = new TreeMap<>();
    for (String line : Files.readAllLines(output)) {
      String[] parts = line.split(" ");
      if (parts.length == 2 && parts[1].matches("[0-9]+")) {
        calls.put(parts[0], Integer.parseInt(parts[1]));
      }
    }
    assertThat(calls).as(Files.readString(output)).containsKeys("three", "one");
    return calls;
  }
}
