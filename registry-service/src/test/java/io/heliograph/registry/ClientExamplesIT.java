/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three nodes, and the examples as a user would run them at one of them: each starts before there
 * is a service of that name, finds it once there is, and calls its instances by weight, those of
 * its own room alone.
 */
@Timeout(400)
@TestInstance(Lifecycle.PER_CLASS)
class ClientExamplesIT {
  private static final int CALLS = 10_000;
  private static final String PLACE =
      "'weight':%d,'leaseSeconds':600,'location':{'city':'sh','center':'sh-1','room':'%s'}";

  @TempDir static Path directory;
  private Cluster cluster;

  @BeforeAll
  void start() throws Exception {
    cluster = Cluster.start(directory, Map.of());
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void example_startedBeforeTheService_callsItByWeightInItsRoom(ClientExample example)
      throws Exception {
    example.build();
    String service = "orders-" + example.directory();
    Path place = Files.createDirectory(directory.resolve(service));
    RegistryProcess asked = cluster.nodes.get("b");
    URI told = cluster.nodes.get("a").uri("/");
    try (OrdersBackend three = new OrdersBackend("three");
        OrdersBackend one = new OrdersBackend("one");
        OrdersBackend elsewhere = new OrdersBackend("elsewhere")) {
      Awaitility.await("the last example has left").until(() -> asks(asked, 0));
      Process client =
          example.start(List.of("127.0.0.1:" + asked.grpcPort()), service, CALLS, place, Map.of());
      try {
        Awaitility.await("it asks for the service")
            .atMost(Duration.ofSeconds(60))
            .until(() -> asks(asked, 1));

        elsewhere.answerAfter(5); // so that few calls come to it before the others are there
        elsewhere.register(told, service, PLACE.formatted(100, "b"));
        three.register(told, service, PLACE.formatted(300, "a"));
        one.register(told, service, PLACE.formatted(100, "a"));

        Awaitility.await("it ends").atMost(Duration.ofSeconds(120)).until(() -> !client.isAlive());
      } finally {
        client.destroyForcibly().waitFor();
      }
      Map<String, Integer> calls = calls(ClientExample.output(place));
      int inRoom = calls.get("three") + calls.get("one");
      // the first of the three is all there is, for a moment
      assertThat(inRoom).isGreaterThan(CALLS * 9 / 10);
      assertThat(inRoom + calls.getOrDefault("elsewhere", 0)).isEqualTo(CALLS);
      assertThat(100.0 * calls.get("three") / inRoom).isCloseTo(75, within(3.0));
    }
  }

  @Test
  void instanceExample_registersItself_andIsGoneAtOnceWhenItStops() throws Exception {
    RegistryProcess node = cluster.nodes.get("a");
    Path output = directory.resolve("output");
    Process instance =
        ClientExample.java("java", "OrdersServer.java", "orders-7", "300", node.uri("").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    String list = "/v1/namespaces/default/services/orders/instances";
    try {
      Awaitility.await("it is listed")
          .atMost(Duration.ofSeconds(60))
          .until(() -> node.get(list).body().contains("\"id\":\"orders-7\""));
      instance.destroy();
      Awaitility.await("it is not listed")
          .atMost(Duration.ofSeconds(5)) // its lease lasts 10 s
          .until(() -> !node.get(list).body().contains("orders-7"));
    } finally {
      instance.destroyForcibly().waitFor();
    }
    assertThat(output).isEmptyFile();
  }

  private static boolean asks(RegistryProcess node, int services) throws Exception {
    return node.get("/metrics")
        .body()
        .contains("heliograph_registry_xds_services %d.0".formatted(services));
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
