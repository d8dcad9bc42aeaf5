/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.Children;
import io.heliograph.dev.stack.process.Leftovers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Stops everything in order. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    header = "Stop everything in order; nothing is lost.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Stops all in order and loses nothing: first the gateway; then the jobs store what is in"
          + " Kafka",
      "and stop with savepoints, from which the next 'up' carries on; then the servers."
    },
    footer = "Exit codes: 0 nothing runs any more, 1 something still runs, 2 wrong usage.")
final class DownCommand implements Callable<Integer> {
  private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(30);

  private final Console console;
  private final Map<String, String> env;

  DownCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws Exception {
    StackSettings settings = StackSettings.from(env);
    Optional<SupervisorFile> running = SupervisorFile.running(settings.data());
    if (running.isEmpty()) {
      return endLeftovers(settings);
    }
    SupervisorFile supervisor = running.get();
    ControlClient client = new ControlClient(supervisor);
    try {
      client.down();
    } catch (IOException e) {
      // It does not listen, but a signal may still reach it, and does the same.
      supervisor.identity().find().ifPresent(ProcessHandle::destroy);
    }
    ProgressView progress = new ProgressView(console);
    while (supervisor.identity().find().isPresent()) {
      try {
        progress.show(client.status());
      } catch (IOException e) {
        // its last moments
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    Children left = new Children(settings.data().resolve("run").resolve("children.json"));
    if (!left.alive().isEmpty()) {
      return endLeftovers(settings); // it was killed on the way
    }
    console.out().println("All is down after %.1f s.".formatted(progress.seconds()));
    return 0;
  }

  private int endLeftovers(StackSettings settings) throws IOException, InterruptedException {
    Children children = new Children(settings.data().resolve("run").resolve("children.json"));
    if (children.alive().isEmpty()) {
      console.out().println("Nothing runs in " + settings.data() + ".");
      return 0;
    }
    console.out().println("The supervisor was killed; ending what it left running.");
    Leftovers.end(
        children,
        StackProcesses.STOP_ORDER,
        LEFTOVER_LIMIT,
        name -> console.out().println("  " + name));
    return children.alive().isEmpty() ? 0 : 1;
  }
}
