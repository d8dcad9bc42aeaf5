/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a query on ClickHouse. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    header = "Run a query on ClickHouse and print a table.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Runs a query on ClickHouse, database 'heliograph', and prints a table: with frames on a",
      "terminal, tab-separated otherwise. A FORMAT clause in the query wins."
    },
    footer = "Exit codes: 0 done, 1 the server said no (why is on standard error), 2 wrong usage.")
final class SqlCommand implements Callable<Integer> {
  private final Console console;
  private final Map<String, String> env;

  @Parameters(index = "0", paramLabel = "QUERY", description = "One statement.")
  private String query;

  @Option(
      names = "--format",
      description = "An output format of ClickHouse, such as Vertical or JSON.")
  private String format;

  SqlCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws Exception {
    String chosen = format != null ? format : console.tty() ? "PrettyCompact" : "TSVWithNames";
    HttpURLConnection connection =
        RunningStack.settings(env).clickHouseHttp().send(query, Map.of("default_format", chosen));
    boolean good = connection.getResponseCode() == 200;
    try (InputStream answer = good ? connection.getInputStream() : connection.getErrorStream()) {
      if (answer != null) {
        answer.transferTo(good ? console.out() : console.err());
      }
    }
    console.out().flush();
    return good ? 0 : 1;
  }
}
