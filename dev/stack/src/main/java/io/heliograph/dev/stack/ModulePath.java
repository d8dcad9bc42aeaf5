/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds what the build left of a module. */
final class ModulePath {
  private static final List<String> NOT_THE_JAR =
      List.of("-all.jar", "-tests.jar", "-sources.jar", "-javadoc.jar");

  private final Path home;

  ModulePath(Path home) {
    this.home = home;
  }

  /** The class path of the process a module builds: its own classes first. */
  String classPath(String module) throws ProcessFailure {
    Path target = home.resolve(module).resolve("target");
    Path list = target.resolve("classpath.txt");
    try {
      if (!Files.isRegularFile(list)) {
        throw new ProcessFailure(module + " is not built: there is no " + list);
      }
      String libraries = Files.readString(list).strip();
      String own = ownClasses(target).toString();
      return libraries.isEmpty() ? own : own + File.pathSeparator + libraries;
    } catch (IOException e) {
      throw new ProcessFailure(module + " is not built: " + e.getMessage(), e);
    }
  }

  /** The jar with all jobs and their libraries. */
  Path jobsJar() throws ProcessFailure {
    Path target = home.resolve("jobs").resolve("target");
    try {
      return jars(target).stream()
          .filter(jar -> jar.getFileName().toString().endsWith("-all.jar"))
          .findFirst()
          .orElseThrow(() -> new ProcessFailure("jobs is not built: no *-all.jar in " + target));
    } catch (IOException e) {
      throw new ProcessFailure("jobs is not built: " + e.getMessage(), e);
    }
  }

  private static Path ownClasses(Path target) throws IOException {
    return jars(target).stream()
        .filter(jar -> NOT_THE_JAR.stream().noneMatch(jar.getFileName().toString()::endsWith))
        .findFirst()
        .orElse(target.resolve("classes"));
  }

  private static List<Path> jars(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("heliograph-.*\\.jar"))
          .sorted()
          .toList();
    }
  }
}
