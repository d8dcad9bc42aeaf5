/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./heliograph demo}, on a stack that is up. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the system at work: a sample shop of six services under load.",
      "",
      "Starts the stack if it is not up, and the shop: nine processes that call each other over"
          + " gRPC, log, beat, exchange messages and receive config releases. Some releases do"
          + " harm, an instance dies, a crawler comes too often. Then asks ClickHouse what was"
          + " found. The stack stays up.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all five signals arrived, each planted shape was found (with --no-faults: none was found),"
          + " and the ledger balances",
      "1:a check of the report does not hold, or the shop did not start",
      "2:wrong usage"
    })
public final class DemoCommand implements Callable<Integer> {
  private final Map<String, String> env;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "how long the shop is under load (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--no-faults",
      description = "does the shop no harm: the trace job must find nothing")
  private boolean healthy;

  /** The command, with the settings of this process. */
  public DemoCommand() {
    this(System.getenv());
  }

  DemoCommand(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return Demo.run(options(), System.out) ? 0 : 1;
    } catch (IOException e) {
      System.err.println("demo: " + e.getMessage());
      return 1;
    }
  }

  DemoOptions options() {
    String bind = env.getOrDefault("HELIOGRAPH_BIND", "127.0.0.1");
    String host = bind.equals("0.0.0.0") ? "127.0.0.1" : bind;
    Path data =
        Path.of(env.getOrDefault("HELIOGRAPH_DATA", home().resolve(".heliograph").toString()));
    try {
      return new DemoOptions(
          host + ":" + env.getOrDefault("HELIOGRAPH_OTLP_GRPC_PORT", "4317"),
          env.getOrDefault(
              "HELIOGRAPH_KAFKA", host + ":" + env.getOrDefault("HELIOGRAPH_KAFKA_PORT", "9092")),
          URI.create(
              env.getOrDefault(
                  "HELIOGRAPH_CLICKHOUSE_URL",
                  "http://"
                      + host
                      + ":"
                      + env.getOrDefault("HELIOGRAPH_CLICKHOUSE_HTTP_PORT", "8123"))),
          env.getOrDefault("HELIOGRAPH_CLICKHOUSE_USER", "default"),
          env.getOrDefault("HELIOGRAPH_CLICKHOUSE_PASSWORD", ""),
          env.getOrDefault("HELIOGRAPH_CLICKHOUSE_DATABASE", "heliograph"),
          seconds,
          !healthy,
          data.resolve("logs").toAbsolutePath(),
          env.containsKey("HELIOGRAPH_TTY"));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Path home() {
    return Path.of(env.getOrDefault("HELIOGRAPH_HOME", ""));
  }
}
