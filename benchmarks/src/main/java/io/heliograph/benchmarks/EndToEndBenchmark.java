/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.KafkaEngineTrial.Encoding;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.benchmarks.measure.ClickHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Loads the running stack (./heliograph up --detach) with spans through OTLP/gRPC, then the"
            + " peers, and writes a report.")
final class EndToEndBenchmark implements Callable<Integer> {
  enum Peer {
    OTELCOL,
    ZIPKIN,
    KAFKA_JSON,
    KAFKA_ROW_BINARY,
    KAFKA_NATIVE
  }

  @Option(names = "--seconds", defaultValue = "30", description = "closed loop of Heliograph")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "120",
      description = "warm-up of Heliograph, in seconds; its JVMs compile for two minutes and more")
  private int warmUp;

  @Option(
      names = "--peer-warm-up",
      defaultValue = "15",
      description = "warm-up of a peer; Zipkin's memory storage stalled after 45 s at full load")
  private int peerWarmUp;

  @Option(
      names = "--latency-seconds",
      defaultValue = "30",
      description = "open loop, for latency and for CPU at a given rate; 0 for none")
  private int latencySeconds;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description = "spans/s of the open loop; 0 for half of what was stored in the closed loop")
  private double rate;

  @Option(names = "--peer-seconds", defaultValue = "20", description = "closed loop of a peer")
  private int peerSeconds;

  @Option(
      names = "--peer-spans",
      defaultValue = "1000000",
      description = "spans that the Kafka engine stores")
  private long peerSpans;

  @Option(names = "--in-flight", defaultValue = "16", description = "requests in flight")
  private int inFlight;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "OTELCOL,ZIPKIN,KAFKA_JSON,KAFKA_NATIVE",
      description = "of otelcol, zipkin, kafka_json, kafka_row_binary, kafka_native; or none")
  private List<String> peers;

  @Option(
      names = "--gateway",
      defaultValue = "127.0.0.1:${env:HELIOGRAPH_OTLP_GRPC_PORT:-4317}",
      description = "OTLP/gRPC endpoint")
  private String gateway;

  @Option(
      names = "--clickhouse",
      defaultValue =
          "${env:HELIOGRAPH_CLICKHOUSE_URL:-http://127.0.0.1:${env:HELIOGRAPH_CLICKHOUSE_HTTP_PORT:-8123}}",
      description = "ClickHouse over HTTP")
  private String clickHouseUrl;

  @Option(
      names = "--clickhouse-native",
      defaultValue = "127.0.0.1:${env:HELIOGRAPH_CLICKHOUSE_NATIVE_PORT:-9000}",
      description = "ClickHouse's native protocol, for the Collector")
  private String clickHouseNative;

  @Option(
      names = "--kafka",
      defaultValue = "${env:HELIOGRAPH_KAFKA:-127.0.0.1:${env:HELIOGRAPH_KAFKA_PORT:-9092}}",
      description = "bootstrap servers, as ClickHouse reaches them")
  private String kafka;

  @Option(names = "--otelcol", description = "the Collector's binary; left out without")
  private Path otelcol;

  @Option(names = "--zipkin", description = "zipkin-server-3.6.1-exec.jar; left out without")
  private Path zipkin;

  @Option(names = "--root", defaultValue = ".", description = "the checkout, for ./heliograph")
  private Path root;

  @Option(
      names = "--output",
      defaultValue = "benchmarks/target/end-to-end",
      description = "directory for the report and the peers' logs")
  private Path output;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new EndToEndBenchmark())
            .setOverwrittenOptionsAllowed(true) // the script gives defaults, the user the rest
            .execute(args));
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is for the terminal
  public Integer call() throws Exception {
    Files.createDirectories(output);
    ClickHouse clickHouse = new ClickHouse(clickHouseUrl);
    Stack stack = Stack.ask(root);
    List<Result> results = new ArrayList<>();
    String[] endpoint = gateway.split(":", 2);
    Subject ours =
        new HeliographSubject(stack, clickHouse, endpoint[0], Integer.parseInt(endpoint[1]));
    results.add(new Trial(ours, clickHouse, plan(warmUp, seconds)).run());
    Map<String, String> facts = facts();
    Path report = output.resolve("report.md");
    for (Peer peer : chosenPeers()) {
      // what is known so far, in case that the next peer takes the machine down
      Files.writeString(report, new Report(results, facts).markdown());
      try {
        run(peer, stack, clickHouse, results);
      } catch (IOException | ExecutionException | IllegalStateException e) {
        Progress.say("%s left out: %s", peer, e.getMessage());
        facts.put("left out: " + peer, e.getMessage());
      }
    }
    String page = new Report(results, facts).markdown();
    Files.writeString(report, page);
    System.out.print(page);
    Progress.say("written to %s", report);
    return 0;
  }

  private void run(Peer peer, Stack stack, ClickHouse clickHouse, List<Result> results)
      throws Exception {
    long clickHousePid = stack.pid("clickhouse");
    switch (peer) {
      case OTELCOL -> {
        require(otelcol, "--otelcol");
        try (Subject subject =
            CollectorSubject.start(otelcol, output, clickHouse, clickHouseNative, clickHousePid)) {
          results.add(new Trial(subject, clickHouse, plan(peerWarmUp, peerSeconds)).run());
        }
      }
      case ZIPKIN -> {
        require(zipkin, "--zipkin");
        try (Subject subject = ZipkinSubject.start(zipkin, output)) {
          results.add(new Trial(subject, clickHouse, plan(peerWarmUp, peerSeconds)).run());
        }
      }
      case KAFKA_JSON -> results.add(engine(Encoding.JSON, stack, clickHouse).run());
      case KAFKA_ROW_BINARY -> results.add(engine(Encoding.ROW_BINARY, stack, clickHouse).run());
      case KAFKA_NATIVE -> results.add(engine(Encoding.NATIVE, stack, clickHouse).run());
    }
  }

  private KafkaEngineTrial engine(Encoding encoding, Stack stack, ClickHouse clickHouse) {
    // the broker's work is not the engine's: the goal speaks of the engine alone
    Map<String, Long> pids = Map.of("clickhouse", stack.pid("clickhouse"));
    return new KafkaEngineTrial(clickHouse, kafka, pids, encoding, peerSpans);
  }

  private Trial.Plan plan(int warmUpSeconds, int closedSeconds) {
    return new Trial.Plan(
        Duration.ofSeconds(warmUpSeconds),
        Duration.ofSeconds(closedSeconds),
        Duration.ofSeconds(latencySeconds),
        rate,
        inFlight);
  }

  private Set<Peer> chosenPeers() {
    Set<Peer> chosen = new LinkedHashSet<>();
    for (String peer : peers) {
      if (!peer.equalsIgnoreCase("none")) {
        chosen.add(Peer.valueOf(peer.toUpperCase(Locale.ROOT).replace('-', '_')));
      }
    }
    return chosen;
  }

  private static void require(Path file, String option) throws IOException {
    if (file == null || !Files.exists(file)) {
      throw new IOException(option + " names no file");
    }
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, shared by the load generator and everything measured");
    facts.put(
        "load",
        "traces of 10 spans over 8 services, 10 attributes a span, %.0f bytes a span in OTLP, %d requests in flight; closed loop of %d s (peers %d s) after %d s (peers %d s) of warm-up"
            .formatted(
                Templates.otlp().bytesPerSpan(),
                inFlight,
                seconds,
                peerSeconds,
                warmUp,
                peerWarmUp));
    return facts;
  }
}
