/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./heliograph replay DIR}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends a recorded data set through the public endpoints.",
      "",
      "Reads Train Ticket traces and logs (.csv, .csv.gz) and Zipkin v2 spans (.json), merged by"
          + " time, and prints what was accepted. A request that cannot be delivered is repeated"
          + " with the same idempotency key, so that it is stored once.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was accepted, or rejected with a reason",
      "1:something could not be delivered, or there was nothing to read",
      "2:wrong usage"
    })
public class ReplayCommand implements Callable<Integer> {
  private static final String MAX = "max";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "directory of the recording")
  private Path directory;

  @Option(
      names = "--speed",
      paramLabel = "N|max",
      defaultValue = MAX,
      description = "times faster than recorded (default: ${DEFAULT-VALUE})")
  private String speed;

  @Option(names = "--shift", description = "move all times so that the recording ends now")
  private boolean shift;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:${env:HELIOGRAPH_OTLP_GRPC_PORT:-4317}",
      description = "OTLP/gRPC (default: ${DEFAULT-VALUE})")
  private String endpoint;

  @Option(
      names = "--zipkin",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:${env:HELIOGRAPH_ZIPKIN_PORT:-9411}/api/v2/spans",
      description = "Zipkin v2 collector, for Zipkin recordings (default: ${DEFAULT-VALUE})")
  private URI zipkin;

  @Option(names = "--limit", paramLabel = "N", description = "send N items at most")
  private Long limit;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1000",
      description = "items in one request (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "8",
      description = "requests sent and not yet answered (default: ${DEFAULT-VALUE})")
  private int inFlight;

  @Option(names = "--gzip", description = "compress the requests")
  private boolean gzip;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description =
          "names the run: a run repeated under its name within 10 minutes is stored once (default:"
              + " random)")
  private String run;

  @Option(
      names = "--give-up-after",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "how long a request is repeated (default: ${DEFAULT-VALUE})")
  private int giveUpSeconds;

  @Override
  public final Integer call() throws InterruptedException {
    ReplayOptions options = options();
    PrintStream out = System.out;
    boolean terminal = System.getenv("HELIOGRAPH_TTY") != null;
    ReplayConsole console = new ReplayConsole(out, terminal);
    try {
      console.started(options);
      ReplayReport report = Replay.run(options, console::progress);
      console.finished(report);
      return report.complete() ? 0 : 1;
    } catch (IOException e) {
      System.err.println("replay: " + e.getMessage());
      return 1;
    }
  }

  private ReplayOptions options() {
    try {
      ReplayOptions.Builder options =
          ReplayOptions.from(directory)
              .endpoint(endpoint)
              .zipkin(zipkin)
              .speed(speed.equals(MAX) ? Double.POSITIVE_INFINITY : Double.parseDouble(speed))
              .shift(shift)
              .batchItems(batch)
              .inFlight(inFlight)
              .gzip(gzip)
              .giveUpAfter(Duration.ofSeconds(giveUpSeconds));
      if (limit != null) {
        options.limit(limit);
      }
      if (run != null) {
        options.run(run);
      }
      return options.build();
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "speed must be a number or max, is " + speed, e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
