/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real ClickHouse for tests: one server per JVM, started by the first class that asks, stopped
 * after the last. Each registration has a database of its own, dropped after its class.
 *
 * <pre>{@code
 * @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();
 * }</pre>
 *
 * <p>With {@code HELIOGRAPH_CLICKHOUSE_URL} it uses that server instead. Tests that kill their
 * server start a {@link ClickHouseProcess} of their own.
 */
public final class ClickHouseExtension implements BeforeAllCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(ClickHouseExtension.class);

  private String url;
  private String database;

  @Override
  public void beforeAll(ExtensionContext context) {
    Server server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent("server", key -> Server.start(), Server.class);
    url = server.url();
    database =
        "test_"
            + context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT)
            + "_"
            + Long.toHexString(System.nanoTime() & 0xffffff);
    server.client("default").query("CREATE DATABASE " + database);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    new ClickHouseClient(url, "default").query("DROP DATABASE IF EXISTS " + database + " SYNC");
  }

  /** Address of the HTTP interface, such as {@code http://127.0.0.1:40123}. */
  public String url() {
    return url;
  }

  /** The database of this test class, empty at its start. */
  public String database() {
    return database;
  }

  /** A client whose default database is {@link #database()}. */
  public ClickHouseClient client() {
    return new ClickHouseClient(url, database);
  }

  /** Runs one statement in {@link #database()}. */
  public String query(String sql) {
    return client().query(sql);
  }

  /** The rows of a query in {@link #database()}, as text. */
  public List<List<String>> rows(String sql) {
    return client().rows(sql);
  }

  /** The process behind it, or the server that was given. */
  private record Server(String url, ClickHouseProcess process, Path directory)
      implements AutoCloseable {
    static Server start() {
      String given = System.getenv("HELIOGRAPH_CLICKHOUSE_URL");
      if (given != null && !given.isBlank()) {
        return new Server(given, null, null);
      }
      try {
        Path directory = Files.createTempDirectory("heliograph-clickhouse-");
        ClickHouseProcess process =
            ClickHouseProcess.start(ClickHouseSettings.onFreePorts(directory));
        return new Server(process.url(), process, directory);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    ClickHouseClient client(String database) {
      return new ClickHouseClient(url, database);
    }

    @Override
    public void close() throws IOException {
      if (process == null) {
        return;
      }
      process.kill(); // its data goes with it: nothing to stop in order for
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
