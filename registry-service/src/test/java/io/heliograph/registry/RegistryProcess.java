/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A registry node as a process of its own, on free ports. */
final class RegistryProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int HEAP_MB = 64;
  private static final Pattern LISTENS =
      Pattern.compile("gRPC on ([0-9.]+):(\\d+) and HTTP on [0-9.]+:(\\d+)");

  private final String name;
  private final Path log;
  private final Process process;

  /** Launches one; it may not serve yet. */
  RegistryProcess(Path directory, String name, Map<String, String> environment) throws IOException {
    this(directory, name, environment, HEAP_MB);
  }

  /** The same with another heap. */
  RegistryProcess(Path directory, String name, Map<String, String> environment, int heapMb)
      throws IOException {
    this.name = name;
    log = Files.createTempFile(directory, name, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // as the stack starts it
                "-cp",
                System.getProperty("java.class.path"),
                RegistryMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HELIOGRAPH_BIND", "127.0.0.1");
    builder.environment().put("HELIOGRAPH_REGISTRY_GRPC_PORT", "0");
    builder.environment().put("HELIOGRAPH_REGISTRY_HTTP_PORT", "0");
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Waits until it serves. */
  RegistryProcess awaitServing() {
    Awaitility.await(name + " serves")
        .atMost(Duration.ofSeconds(30))
        .until(() -> LISTENS.matcher(output()).find());
    return this;
  }

  private String said(int group) {
    try {
      Matcher listens = LISTENS.matcher(output());
      assertThat(listens.find()).isTrue();
      return listens.group(group);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  int grpcPort() {
    return Integer.parseInt(said(2));
  }

  int httpPort() {
    return Integer.parseInt(said(3));
  }

  Process process() {
    return process;
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path)).PUT(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(uri(path)).DELETE().build(), BodyHandlers.ofString());
  }

  /** Where it speaks HTTP. */
  URI uri(String path) {
    return URI.create("http://" + said(1) + ":" + httpPort() + path);
  }

  /** Kills it (-9) and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
