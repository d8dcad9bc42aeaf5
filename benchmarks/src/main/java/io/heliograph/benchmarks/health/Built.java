/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build left of the modules.
 *
 * @param root of the checkout
 */
record Built(Path root) {
  /** The class path of the process that a module builds. */
  String classPath(String module) throws IOException {
    Path target = root.resolve(module).resolve("target");
    Path list = target.resolve("classpath.txt");
    if (!Files.exists(list)) {
      throw new IOException(module + " is not built: there is no " + list);
    }
    return target.resolve("classes") + File.pathSeparator + Files.readString(list).strip();
  }

  /** The jar with all jobs. */
  Path jobs() throws IOException {
    Path target = root.resolve("jobs").resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("heliograph-jobs-.*-all\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("jobs is not built: no *-all.jar in " + target));
    }
  }
}
