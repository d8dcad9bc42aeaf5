/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heliograph.registry.configlog.MemoryConfigLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The examples with rules: a ratio of versions, weights of localities within a version, and a drain
 * while they call. An example ends with an error at its first call that fails.
 */
@Timeout(300)
class ClientRulesIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));
  private static final int MEASURED = 10_000;

  /** The client calls on while rules are changed, at this pace: for twenty seconds at least. */
  private static final long PACE_MILLIS = 2;

  private static final int CALLS = MEASURED + 10_000;

  /** So many calls of others in a row say that an instance gets none any more. */
  private static final int SETTLED = 500;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void example_followsRatioAndWeights_andADrainMovesAllCalls(ClientExample example)
      throws Exception {
    example.build();
    try (RegistryServer registry = new RegistryServer(ANY_FREE, MemoryConfigLog::new);
        OrdersBackend three = new OrdersBackend("three");
        OrdersBackend one = new OrdersBackend("one");
        OrdersBackend next = new OrdersBackend("next");
        OrdersBackend drained = new OrdersBackend("drained")) {
      registry.start(ANY_FREE);
      three.register(registry.httpPort(), "orders", "1.0", "sh-1", 300);
      one.register(registry.httpPort(), "orders", "1.0", "sh-1", 100);
      next.register(registry.httpPort(), "orders", "2.0", "sh-2", 100);
      drained.register(registry.httpPort(), "orders", "1.0", "sh-9", 10_000);
      publish(registry, 0, "{'center':'sh-9'}");
      Process client = example.start(registry.grpcPort(), CALLS, directory);
      try {
        await(client, () -> three.calls() + one.calls() + next.calls() >= MEASURED);
        List<OrdersBackend> called = List.of(three, one, next);
        called.forEach(backend -> backend.answerAfter(PACE_MILLIS));
        double ofThree = three.calls();
        double ofOne = one.calls();
        double all = ofThree + ofOne + next.calls();
        assertThat(100 * (ofThree + ofOne) / all).as("ratio").isCloseTo(80, within(3.0));
        assertThat(100 * ofThree / (ofThree + ofOne)).as("weights").isCloseTo(75, within(3.0));

        publish(registry, 1, "{'center':'sh-9'},{'center':'sh-1'}");
        int whileDrained = awaitStill(client, three, one, next);
        publish(registry, 2, "{'center':'sh-9'}");
        await(client, () -> three.calls() + one.calls() > whileDrained + SETTLED);
        publish(registry, 3, "{'center':'sh-9'},{'center':'sh-1'}");
        int last = awaitStill(client, three, one, next);
        called.forEach(backend -> backend.answerAfter(0));

        assertThat(client.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(client.exitValue())
            .as(Files.readString(ClientExample.output(directory)))
            .isZero();
        assertThat(three.calls() + one.calls()).as("calls of the drained center").isEqualTo(last);
        assertThat(last + next.calls()).isEqualTo(CALLS);
        assertThat(drained.calls()).isZero();
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  /** Waits until so many calls have passed these two by; returns how many they have had. */
  private int awaitStill(Process client, OrdersBackend three, OrdersBackend one, OrdersBackend next)
      throws IOException {
    int[] last = {-1, 0};
    await(
        client,
        () -> {
          int now = three.calls() + one.calls();
          if (now != last[0]) {
            last[0] = now;
            last[1] = next.calls();
          }
          return next.calls() - last[1] >= SETTLED;
        });
    return last[0];
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Process client, Condition condition) throws IOException {
    Awaitility.await("calls")
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(120))
        .until(() -> condition.holds() || !client.isAlive());
    assertThat(condition.holds())
        .as(
            "a client that still calls; it said: %s",
            Files.readString(ClientExample.output(directory)))
        .isTrue();
  }

  private static void publish(RegistryServer registry, int version, String places)
      throws Exception {
    String rules =
        "{'version':%d,'traffic':{'by':'version','percent':{'1.0':80,'2.0':20}},"
            + "'failover':{'drained':[%s]}}";
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/v1/namespaces/default/services/orders/rules"
                .formatted(registry.httpPort()));
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri)
                .PUT(BodyPublishers.ofString(rules.formatted(version, places).replace('\'', '"')))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
