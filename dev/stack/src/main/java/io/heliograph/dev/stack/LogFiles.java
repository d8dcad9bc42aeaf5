/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The logs of one life of the stack; those of the life before stay beside them. */
final class LogFiles {
  private LogFiles() {}

  /** Moves what an earlier life wrote to {@code *.1}, over what was there. */
  static void keepFormer(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Path> former;
    try (Stream<Path> files = Files.list(directory)) {
      former =
          files
              .filter(file -> file.getFileName().toString().matches(".*\\.(log|out)"))
              .filter(file -> !file.getFileName().toString().startsWith("supervisor"))
              .toList();
    }
    for (Path file : former) {
      Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
