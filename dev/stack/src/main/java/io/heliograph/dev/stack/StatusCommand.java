/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.dev.stack.process.Children;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows every process and every job. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Show every process and every job.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Shows every process (pid, port, metrics port, state, restarts, resident memory) and every"
          + " job",
      "(state, age of its newest checkpoint, records in Kafka it has not stored yet)."
    },
    footer = "Exit codes: 0 all healthy, 1 not, 2 wrong usage.")
final class StatusCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> env;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  StatusCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws Exception {
    StackSettings settings = StackSettings.from(env);
    Optional<ControlClient> running = ControlClient.connect(settings.data());
    if (running.isEmpty()) {
      notRunning(settings);
      return 1;
    }
    ControlClient client = running.get();
    if (json) {
      String status = client.statusJson();
      console.out().println(status);
      return new ObjectMapper().readTree(status).path("healthy").asBoolean() ? 0 : 1;
    }
    StackStatus status = client.status();
    console.out().print(new StatusTable(console).of(status));
    return status.healthy() ? 0 : 1;
  }

  private void notRunning(StackSettings settings) throws Exception {
    Set<String> left =
        new Children(settings.data().resolve("run").resolve("children.json")).alive().keySet();
    if (json) {
      console
          .out()
          .println(
              new ObjectMapper()
                  .writeValueAsString(
                      Map.of("phase", "STOPPED", "healthy", false, "leftovers", left)));
      return;
    }
    console.out().println("Nothing supervises " + settings.data() + ": ./heliograph up");
    if (!left.isEmpty()) {
      console
          .out()
          .println(
              "Left over from a supervisor that was killed: "
                  + String.join(", ", left)
                  + ". 'up' takes over, 'down' ends them.");
    }
  }
}
