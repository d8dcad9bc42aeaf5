/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker and controller in this process. Settings come from the environment, see
 * {@link KafkaSettings}.
 *
 * <p>SIGTERM stops it in order (Kafka's own shutdown hook). With {@code HELIOGRAPH_PARENT_PID} it
 * also stops when that process is gone, such that a test JVM that dies leaves no broker behind.
 */
public final class KafkaServerMain {
  private KafkaServerMain() {}

  public static void main(String[] args) throws Exception {
    KafkaSettings settings;
    try {
      settings = KafkaSettings.fromEnvironment(System.getenv());
      System.out.println(settings);
      Ports.requireFree(settings.bind(), settings.port(), "HELIOGRAPH_KAFKA_PORT");
      Ports.requireFree(settings.bind(), settings.metricsPort(), "HELIOGRAPH_KAFKA_METRICS_PORT");
      Ports.requireFree("127.0.0.1", settings.controllerPort(), "HELIOGRAPH_KAFKA_CONTROLLER_PORT");
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("Kafka cannot start: " + e.getMessage());
      System.exit(2);
      return;
    }
    quietLogging();
    stopWithParent();
    Path properties = write(settings);
    if (!Files.exists(settings.dataDirectory().resolve("log").resolve("meta.properties"))) {
      format(properties);
    }
    MetricsEndpoint.start(settings);
    kafka.Kafka.main(new String[] {properties.toString()});
  }

  /** Must run before the first logger exists; a setting given on the command line wins. */
  private static void quietLogging() {
    if (System.getProperty("log4j2.configurationFile") == null) {
      System.setProperty(
          "log4j2.configurationFile", "classpath:io/heliograph/dev/kafka/broker-log4j2.xml");
    }
    if (System.getProperty("slf4j.provider") == null) {
      // a test's class path may hold another provider too
      System.setProperty("slf4j.provider", "org.apache.logging.slf4j.SLF4JServiceProvider");
    }
  }

  private static Path write(KafkaSettings settings) throws IOException {
    Files.createDirectories(settings.dataDirectory());
    Path file = settings.dataDirectory().resolve("server.properties");
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      settings.broker().store(out, "Written at every start of " + KafkaServerMain.class.getName());
    }
    return file;
  }

  private static void format(Path properties) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "--config", properties.toString(), "--cluster-id", Uuid.randomUuid().toString()
    };
    int status =
        kafka.tools.StorageTool.execute(
            arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (status != 0) {
      System.err.println(
          "Kafka cannot format its storage: " + said.toString(StandardCharsets.UTF_8));
      System.exit(2);
    }
  }

  private static void stopWithParent() throws IOException {
    String pid = System.getenv("HELIOGRAPH_PARENT_PID");
    if (pid == null) {
      return;
    }
    ProcessHandle parent =
        ProcessHandle.of(Long.parseLong(pid))
            .orElseThrow(() -> new IOException("process " + pid + ", our parent, is gone"));
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              System.exit(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
