/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An example and what it needs. What is built lies in {@code target/examples} and is built again
 * only if its manifest has changed. Java and npm have to be there; of the others a test says that
 * it is skipped, and why.
 */
enum ClientExample {
  JAVA(
      true,
      "java",
      List.of(),
      List.of(JavaRun.JAVA, "-cp", JavaRun.CLASS_PATH, "OrdersClient.java"),
      "OrdersClient.java"),
  NODE(
      true,
      "npm",
      List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
      List.of("node", "orders-client.js"),
      "orders-client.js",
      "package.json",
      "package-lock.json"),
  PYTHON(
      false,
      "python3",
      List.of(
          "sh",
          "-c",
          "python3 -m venv venv && venv/bin/pip install --quiet --only-binary :all:"
              + " -r requirements.txt"),
      List.of("venv/bin/python", "orders_client.py"),
      "orders_client.py",
      "requirements.txt"),
  GO(
      false,
      "go",
      List.of("go", "build", "-o", "orders-client", "."),
      List.of("./orders-client"),
      "main.go",
      "go.mod",
      "go.sum"),
  CPP(
      false,
      "grpc_cpp_plugin",
      List.of("make", "--quiet", "OUT=build"),
      List.of("build/orders-client"),
      "orders_client.cc",
      "Makefile");

  private static final ObjectMapper JSON = new ObjectMapper();
  static final Path SOURCES = Path.of("examples").toAbsolutePath();
  private static final Path BUILDS = Path.of("target", "examples").toAbsolutePath();
  private static final long BUILD_SECONDS = 200;

  private final boolean required;
  private final String tool;
  private final List<String> build;
  private final List<String> run;
  private final List<String> files;

  ClientExample(
      boolean required, String tool, List<String> build, List<String> run, String... files) {
    this.required = required;
    this.tool = tool;
    this.build = build;
    this.run = run;
    this.files = List.of(files);
  }

  /** Such as {@code java}. */
  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }

  private Path place() {
    return BUILDS.resolve(directory());
  }

  /** Makes it ready to run; skips the test where that cannot be. */
  void build() throws Exception {
    if (!hasTool()) {
      failOrSkip("%s is not on the PATH".formatted(tool));
    }
    Files.createDirectories(place());
    StringBuilder content = new StringBuilder().append(build);
    Files.copy(
        SOURCES.resolve("orders.proto"),
        BUILDS.resolve("orders.proto"),
        StandardCopyOption.REPLACE_EXISTING);
    for (String file : files) {
      String text = Files.readString(SOURCES.resolve(directory()).resolve(file));
      Files.writeString(place().resolve(file), text);
      content.append(text);
    }
    Path stamp = place().resolve("built");
    if (Files.exists(stamp) && Files.readString(stamp).contentEquals(content)) {
      return;
    }
    Files.deleteIfExists(stamp);
    if (!build.isEmpty()) {
      File log = place().resolve("build.log").toFile();
      Process process = in(build).redirectErrorStream(true).redirectOutput(log).start();
      boolean ended = process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      if (!ended || process.exitValue() != 0) {
        failOrSkip(
            "%s: %s"
                .formatted(
                    ended
                        ? "it could not be built"
                        : "its build took over %d s".formatted(BUILD_SECONDS),
                    Files.readString(log.toPath())));
      }
    }
    Files.writeString(stamp, content);
  }

  private boolean hasTool() {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return true;
      }
    }
    return false;
  }

  private void failOrSkip(String reason) {
    String message = "the example in %s is not run: %s".formatted(directory(), reason);
    assertThat(required).as(message).isFalse();
    abort(message);
  }

  /**
   * Whether it asks the next of its servers when it starts and the first does not answer (gRFC
   * A71), and no call fails. Go's library does ask, but fails the calls that have waited so far if
   * it has tried the first server in vain once more before the next one answers.
   */
  boolean turnsToOtherServers() {
    return this == JAVA || this == PYTHON;
  }

  /** Runs another program in Java. */
  static ProcessBuilder java(String directory, String file, String... arguments) {
    List<String> command = new ArrayList<>(List.of(JavaRun.JAVA, "-cp", JavaRun.CLASS_PATH));
    command.add(SOURCES.resolve(directory).resolve(file).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static final class JavaRun {
    static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    static final String CLASS_PATH = System.getProperty("java.class.path");
  }

  /** What a client that was started there has said. */
  static Path output(Path directory) {
    return directory.resolve("output");
  }

  /**
   * Starts it, with the bootstrap file of the examples but for its servers.
   *
   * @param servers as {@code server_uri} names them, the first one first
   * @param service what it calls
   */
  Process start(
      List<String> servers,
      String service,
      int calls,
      Path directory,
      Map<String, String> environment)
      throws IOException {
    ObjectNode content =
        (ObjectNode) JSON.readTree(Files.readString(SOURCES.resolve("bootstrap.json")));
    JsonNode server = content.at("/xds_servers/0");
    ArrayNode all = content.putArray("xds_servers");
    for (String uri : servers) {
      all.add(server.<ObjectNode>deepCopy().put("server_uri", uri));
    }
    Path bootstrap = directory.resolve("bootstrap.json");
    Files.writeString(bootstrap, content.toString());
    List<String> command = new ArrayList<>(run);
    command.addAll(List.of("xds:///" + service, Integer.toString(calls)));
    ProcessBuilder builder = in(command).redirectErrorStream(true);
    builder.environment().put("GRPC_XDS_BOOTSTRAP", bootstrap.toString());
    builder.environment().putAll(environment);
    return builder.redirectOutput(output(directory).toFile()).start();
  }

  private ProcessBuilder in(List<String> command) {
    return new ProcessBuilder(command).directory(place().toFile());
  }
}
