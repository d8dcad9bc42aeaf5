/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Breaks things on purpose, to see them mend. */
@Command(
    name = "process",
    hidden = true,
    mixinStandardHelpOptions = true,
    header = "Kill a process, or hold it down, to see it mend.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = "Kills a process (it is started again), or holds it down until it is released.",
    footer = "Exit codes: 0 done, 1 not, 2 wrong usage.")
final class ProcessCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> env;

  /** What is done to it. */
  enum Action {
    kill,
    hold,
    release
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
  private Action action;

  @Parameters(index = "1", paramLabel = "PROCESS", description = "As 'status' names it.")
  private String process;

  ProcessCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws Exception {
    StackSettings settings = StackSettings.from(env);
    Optional<ControlClient> running = ControlClient.connect(settings.data());
    if (running.isEmpty()) {
      console.err().println("process: nothing supervises " + settings.data());
      return 1;
    }
    running.get().command(process, action.name());
    return 0;
  }
}
