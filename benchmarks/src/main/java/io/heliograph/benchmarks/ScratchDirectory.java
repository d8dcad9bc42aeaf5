/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What servers of a benchmark store, deleted when it is closed.
 *
 * @param path where it is
 */
public record ScratchDirectory(Path path) implements AutoCloseable {
  /** A new one, in the directory of the report. */
  public static ScratchDirectory in(Path output) throws IOException {
    Files.createDirectories(output);
    return new ScratchDirectory(Files.createTempDirectory(output.toAbsolutePath(), "data"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
