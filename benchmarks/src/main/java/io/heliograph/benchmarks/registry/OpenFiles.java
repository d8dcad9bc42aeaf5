/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and sockets this process may have open (Linux), and so each that it starts. */
final class OpenFiles {
  private OpenFiles() {}

  /** -1 if it is not known. */
  static long limit() throws IOException {
    Path limits = Path.of("/proc/self/limits");
    return Files.exists(limits) ? limit(Files.readString(limits)) : -1;
  }

  static long limit(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .mapToLong(OpenFiles::soft)
        .findFirst()
        .orElse(-1);
  }

  private static long soft(String line) {
    String value = line.substring("Max open files".length()).strip().split("\\s+", 2)[0];
    return value.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(value);
  }
}
