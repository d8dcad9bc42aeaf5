/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ClickHouse engine as a shared library from npm, fetched once per machine into a user cache.
 *
 * <p>Processes that ask at the same time wait for a file lock; one fetches, the others find the
 * result. A library is complete when it lies under its final name: it gets there by a rename.
 */
final class EngineLibrary {
  static final String VERSION = "26.7.3-stable.1";

  /** Pinned checksums of the packages, by platform; npm checks the others against the registry. */
  private static final Map<String, String> INTEGRITY =
      Map.of(
          "linux-x64-gnu",
          "sha512-XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==");

  private static final long FETCH_MINUTES = 15;

  private EngineLibrary() {}

  /** The cache that {@code ./heliograph} documents. */
  static Path userCache() {
    return Path.of(System.getProperty("user.home"), ".cache", "heliograph");
  }

  /** The library's path, after fetching it when this machine does not have it yet. */
  static Path locate(Path cache, PrintStream progress) throws IOException {
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    Path home = cache.resolve("clickhouse-" + platform + "-" + VERSION);
    Path library = home.resolve("libchdb.so");
    if (Files.exists(library)) {
      return library;
    }
    Files.createDirectories(cache);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(home.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || Files.exists(library)) {
        return library;
      }
      fetch(platform, home, progress);
      return library;
    }
  }

  static String platform(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    if (system.contains("linux")) {
      return arm ? "linux-arm64-gnu" : "linux-x64-gnu";
    }
    if (system.contains("mac")) {
      return arm ? "darwin-arm64" : "darwin-x64";
    }
    throw new IllegalStateException(
        "no ClickHouse engine is published for "
            + os
            + " on "
            + arch
            + ": put a clickhouse binary on the PATH, or set HELIOGRAPH_CLICKHOUSE_URL to a"
            + " server");
  }

  private static void fetch(String platform, Path home, PrintStream progress) throws IOException {
    String artifact = "@chdb/lib-" + platform + "@" + VERSION;
    progress.println(
        "Fetching the ClickHouse engine " + artifact + " (about 180 MB, once per machine) ...");
    Path work = Files.createTempDirectory(home.getParent(), "fetch-");
    try {
      run(progress, work, List.of("npm", "pack", "--silent", artifact));
      Path archive = onlyArchive(work);
      String integrity = "sha512-" + sha512(archive);
      String pinned = INTEGRITY.get(platform);
      if (pinned != null && !pinned.equals(integrity)) {
        throw new IOException(
            artifact + " has checksum " + integrity + " instead of " + pinned + ": not used");
      }
      run(progress, work, List.of("tar", "-xzf", archive.getFileName().toString()));
      Files.delete(archive);
      Path unpacked = work.resolve("package");
      Files.writeString(unpacked.resolve("CHECKSUM"), artifact + " " + integrity + "\n");
      Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
      progress.println("The ClickHouse engine lies in " + home);
    } finally {
      delete(work);
    }
  }

  private static void run(PrintStream progress, Path directory, List<String> command)
      throws IOException {
    Path log = directory.resolve(command.get(0) + ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException(
          "cannot run "
              + command.get(0)
              + ", which fetches the ClickHouse engine: install it, put a clickhouse binary on the"
              + " PATH, or set HELIOGRAPH_CLICKHOUSE_URL",
          e);
    }
    long started = System.nanoTime();
    try {
      while (!process.waitFor(5, TimeUnit.SECONDS)) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        if (seconds > TimeUnit.MINUTES.toSeconds(FETCH_MINUTES)) {
          process.destroyForcibly();
          throw new IOException(
              String.join(" ", command) + " took more than " + FETCH_MINUTES + " minutes");
        }
        progress.println("  still at " + command.get(0) + ", " + seconds + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fetching the ClickHouse engine", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command)
              + " ended with "
              + process.exitValue()
              + ": "
              + Files.readString(log));
    }
  }

  private static Path onlyArchive(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("npm pack left no archive in " + directory));
    }
  }

  private static String sha512(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
