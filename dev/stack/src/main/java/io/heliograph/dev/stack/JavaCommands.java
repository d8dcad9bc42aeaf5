/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkLaunch;
import io.heliograph.dev.stack.process.ProcessFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the command line of a Java process of the stack. */
final class JavaCommands {
  private final StackSettings settings;
  private final ModulePath modules;

  JavaCommands(StackSettings settings) {
    this.settings = settings;
    this.modules = new ModulePath(settings.home());
  }

  List<String> command(String name, String module, String main, JvmFlags flags)
      throws ProcessFailure {
    return command(name, module, main, flags.list(), List.of());
  }

  List<String> command(String name, FlinkLaunch launch) throws ProcessFailure {
    List<String> flags = new ArrayList<>(launch.jvmFlags());
    flags.add("-Dlog.file=" + settings.logs().resolve(name + ".log"));
    return command(name, "dev/flink", launch.mainClass(), flags, launch.arguments());
  }

  /** The class path goes into a file: it is long, and {@code ps} stays readable. */
  private List<String> command(
      String name, String module, String main, List<String> flags, List<String> arguments)
      throws ProcessFailure {
    Path file = settings.data().resolve("run").resolve(name + ".classpath");
    try {
      Files.createDirectories(file.getParent());
      String quoted = modules.classPath(module).replace("\\", "\\\\").replace("\"", "\\\"");
      Files.writeString(file, "-cp \"" + quoted + "\"\n");
    } catch (IOException e) {
      throw new ProcessFailure("cannot write " + file + ": " + e.getMessage(), e);
    }
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.add("-Dheliograph.process=" + name);
    command.addAll(flags);
    command.addAll(extraFlags(name));
    command.add("@" + file);
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** {@code HELIOGRAPH_<PROCESS>_FLAGS}: for experiments; the last flag wins in a JVM. */
  private List<String> extraFlags(String name) {
    String variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
    String flags = settings.extraFlags().getOrDefault(variable, "");
    return flags.isBlank() ? List.of() : List.of(flags.strip().split("\\s+"));
  }
}
