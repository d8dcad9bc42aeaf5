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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the SDK, as a user would run them. */
@Tag("side-by-side")
@Timeout(200)
class SdkExampleIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));
  private static final String ORDERS = "/v1/namespaces/default/services/orders";
  private static final int CALLS = 4_000;

  @TempDir Path directory;

  @Test
  void examples_registerByAStream_callByWeight_andGoAtOnce() throws Exception {
    List<Process> servers = new ArrayList<>();
    try (RegistryServer registry = new RegistryServer(ANY_FREE)) {
      registry.start(ANY_FREE);
      String node = "127.0.0.1:" + registry.grpcPort();
      try {
        servers.add(start("three", "SdkServer.java", "three", "300", node));
        servers.add(start("one", "SdkServer.java", "one", "100", node));
        await(
            "both are listed",
            () -> listed(registry).contains("\"three\"") && listed(registry).contains("\"one\""));

        Process client = start("client", "SdkClient.java", Integer.toString(CALLS), node);
        assertThat(client.waitFor(100, TimeUnit.SECONDS)).isTrue();
        String output = output("client");
        assertThat(output).endsWith("\n").contains("one ", "three ");
        int three = Integer.parseInt(output.substring(output.lastIndexOf(' ') + 1).strip());
        assertThat(100.0 * three / CALLS).isCloseTo(75, within(3.0));

        for (Process server : servers) {
          server.destroy();
        }
        Awaitility.await("none is listed")
            .atMost(Duration.ofSeconds(5)) // their leases last 10 s
            .until(() -> !listed(registry).contains("\"id\""));
        assertThat(output("three") + output("one")).doesNotContain("Exception", "ERROR");
      } finally {
        servers.forEach(Process::destroyForcibly);
      }
    }
  }

  private Process start(String output, String file, String... arguments) throws IOException {
    return ClientExample.java("java-sdk", file, arguments)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(output).toFile())
        .start();
  }

  private String output(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private static String listed(RegistryServer registry) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + registry.httpPort() + ORDERS + "/instances");
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(condition);
  }
}
