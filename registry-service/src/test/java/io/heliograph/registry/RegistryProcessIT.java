/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registry as a process: it is killed, and its leases live. */
@Timeout(120)
class RegistryProcessIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern LISTENS = Pattern.compile("and HTTP on 127.0.0.1:(\\d+)");
  private static final String ORDERS = "/v1/namespaces/default/services/orders/instances";

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();
  private int port;

  @AfterEach
  void stop() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void kill9_leasesLive_andLapseUnlessRenewed() throws Exception {
    Process first = start("first");
    register("stays", 60);
    register("silent", 2);
    String before = list();
    await("the snapshot holds both", () -> snapshotHas("stays") && snapshotHas("silent"));

    first.destroyForcibly().waitFor();
    start("second");

    assertThat(list().replaceFirst("\"revision\":\\d+", "R"))
        .isEqualTo(before.replaceFirst("\"revision\":\\d+", "R"))
        .contains("stays", "silent");
    assertThat(revision(list())).isGreaterThan(revision(before));
    await("the one that is not renewed is gone", () -> !list().contains("silent"));
    assertThat(list()).contains("stays");
  }

  @Test
  void sigterm_lastRegistrationIsInTheSnapshot() throws Exception {
    Process first = start("first");
    register("late", 60);
    first.destroy();
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();

    start("second");

    assertThat(list()).contains("late");
  }

  @Test
  void noSnapshotAtItsPlace_exit1AndSaysWhatToDo() throws Exception {
    Files.writeString(snapshot(), "something else\n");

    Process process = launch("wrong");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(output("wrong")).contains("is no snapshot of format 1: move it away");
    assertThat(snapshot()).hasContent("something else\n"); // not overwritten
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(condition);
  }

  private Path snapshot() {
    return directory.resolve("snapshot.jsonl");
  }

  private boolean snapshotHas(String id) throws IOException {
    return Files.exists(snapshot()) && Files.readString(snapshot()).contains(id);
  }

  private static long revision(String list) {
    Matcher matcher = Pattern.compile("\"revision\":(\\d+)").matcher(list);
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private void register(String id, int leaseSeconds) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(ORDERS + "/" + id))
            .PUT(
                BodyPublishers.ofString(
                    "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":" + leaseSeconds + "}"))
            .build();
    assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private String list() throws Exception {
    return HTTP.send(HttpRequest.newBuilder(uri(ORDERS)).build(), BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Starts a process and waits until it serves. */
  private Process start(String name) throws Exception {
    Process process = launch(name);
    await(name + " serves", () -> LISTENS.matcher(output(name)).find());
    Matcher listens = LISTENS.matcher(output(name));
    assertThat(listens.find()).isTrue();
    port = Integer.parseInt(listens.group(1));
    return process;
  }

  private Process launch(String name) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RegistryMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "HELIOGRAPH_BIND", "127.0.0.1",
                "HELIOGRAPH_REGISTRY_GRPC_PORT", "0",
                "HELIOGRAPH_REGISTRY_HTTP_PORT", "0",
                "HELIOGRAPH_REGISTRY_SNAPSHOT", snapshot().toString()));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private String output(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".log"));
  }
}
