/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.fleet.Fleet;
import io.heliograph.dev.stack.fleet.FleetReader;
import io.heliograph.dev.stack.fleet.FleetRows;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the fleet: as it is served, and as the health job judges it. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    header = "Show the fleet: its services, or the instances of one.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Without SERVICE: each service with its instances by state, place and version. With it:",
      "each of its instances. Joins what the registry serves (weight, effective weight) with what",
      "the health job thinks (state, score, last seen, reason); without the job's word the state",
      "and score are the registry's. If one of the two cannot be reached, the other is shown."
    },
    footer = {
      "Exit codes: 0 shown, 1 no such service, or the registry or ClickHouse not reached, 2 wrong",
      "usage."
    })
final class FleetCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> env;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "Of one alone.")
  private String service;

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      defaultValue = "default",
      description = "Environment or tenant.")
  private String namespace;

  @Option(
      names = "--hours",
      defaultValue = "1",
      description = "Show what is not served any more if it was seen within so many hours.")
  private int hours;

  FleetCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws IOException {
    if (hours < 1 || hours > 8_760) {
      throw new ParameterException(
          spec.commandLine(), "--hours is %d: give 1 to 8760".formatted(hours));
    }
    StackSettings settings = RunningStack.settings(env);
    String registry = "http://" + settings.host() + ":" + settings.port(Port.REGISTRY_HTTP);
    String one = service == null ? "" : service;
    Fleet fleet = new FleetReader(registry, settings.clickHouseHttp(), namespace, one).read(hours);
    for (String failure : fleet.failures()) {
      console.err().println("fleet: " + failure);
    }
    if (fleet.isUnknown()) {
      return 1;
    }
    if (fleet.isEmpty()) {
      console
          .err()
          .println(
              "fleet: namespace %s has no instance%s"
                  .formatted(namespace, one.isEmpty() ? "" : " of " + one));
      return one.isEmpty() && fleet.failures().isEmpty() ? 0 : 1;
    }
    TextTable table = new TextTable(console);
    console
        .out()
        .print(
            one.isEmpty()
                ? table.of(FleetRows.services(fleet), -1, cell -> cell)
                : table.of(
                    FleetRows.instances(fleet, System.currentTimeMillis()),
                    FleetRows.STATE,
                    this::color));
    return fleet.failures().isEmpty() ? 0 : 1;
  }

  private String color(String state) {
    return switch (state.strip()) {
      case "UP" -> console.green(state);
      case "DOWN" -> console.red(state);
      default -> console.yellow(state);
    };
  }
}
