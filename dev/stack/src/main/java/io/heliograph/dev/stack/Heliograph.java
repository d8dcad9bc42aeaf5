/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./heliograph} runs. Exit codes: 0 done, 1 failed or not healthy, 2 wrong usage. */
@Command(
    name = "heliograph",
    mixinStandardHelpOptions = true,
    version = "heliograph 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs Heliograph on this machine.",
    footer = {
      "",
      "Everything is set by environment variables: HELIOGRAPH_DATA (.heliograph), HELIOGRAPH_BIND",
      "(127.0.0.1), HELIOGRAPH_<NAME>_PORT for each port; HELIOGRAPH_KAFKA,"
          + " HELIOGRAPH_CLICKHOUSE_URL",
      "and HELIOGRAPH_FLINK name servers to be used instead of started ones.",
      "",
      "Exit codes: 0 done, 1 failed or not healthy, 2 wrong usage."
    })
public final class Heliograph implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs one command and exits. */
  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    System.exit(commandLine(Console.ofProcess(env), env).execute(args));
  }

  static CommandLine commandLine(Console console, Map<String, String> env) {
    CommandLine root = new CommandLine(new Heliograph());
    root.addSubcommand(new UpCommand(console, env));
    root.addSubcommand(new DownCommand(console, env));
    root.addSubcommand(new StatusCommand(console, env));
    root.addSubcommand(new SqlCommand(console, env));
    root.addSubcommand(new TraceCommand(console, env));
    root.addSubcommand(new FleetCommand(console, env));
    root.addSubcommand(new SubmitCommand(console, env));
    root.addSubcommand(new ProcessCommand(console, env));
    for (String name : ShopCommands.NAMES) {
      Optional<Object> command = ShopCommands.load(name);
      command.ifPresent(found -> root.addSubcommand(name, found));
    }
    root.setUsageHelpWidth(100);
    root.setExecutionStrategy(new UpFirst(console, env));
    root.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          console.err().println(command.getCommandName() + ": " + reason(failure));
          return 1;
        });
    return root;
  }

  private static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a COMMAND is missing.");
  }
}
