/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real Kafka for tests: one broker per JVM, started by the first class that asks, killed after
 * the last. Topics are shared by the classes of a JVM: give them names of their own.
 *
 * <pre>{@code
 * @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();
 * }</pre>
 *
 * <p>Tests that kill their broker start a {@link KafkaProcess} of their own.
 */
public final class KafkaExtension implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

  private String bootstrapServers;

  @Override
  public void beforeAll(ExtensionContext context) {
    bootstrapServers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent("broker", key -> Broker.start(), Broker.class)
            .process()
            .bootstrapServers();
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** A client for questions about the cluster; the caller closes it. */
  public Admin admin() {
    return KafkaProcess.admin(bootstrapServers);
  }

  /** Creates a topic with the broker's defaults. */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  public void createTopic(String name, int partitions, Map<String, String> configuration) {
    KafkaProcess.createTopic(bootstrapServers, name, partitions, configuration);
  }

  private record Broker(KafkaProcess process, Path directory) implements AutoCloseable {
    static Broker start() {
      try {
        Path directory = Files.createTempDirectory("heliograph-kafka-");
        return new Broker(KafkaProcess.start(KafkaSettings.onFreePorts(directory)), directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      process.kill(); // its data goes with it: nothing to stop in order for
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
