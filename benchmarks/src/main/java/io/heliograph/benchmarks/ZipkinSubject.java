/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.Target;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.benchmarks.load.ZipkinTarget;
import io.heliograph.benchmarks.peer.PeerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Zipkin's server with its memory storage, which keeps the last {@value #MAX_SPANS} spans. Its
 * default, five times as many, does not fit into {@value #HEAP} of heap with what waits to be
 * stored under full load.
 */
final class ZipkinSubject implements Subject {
  static final String HEAP = "2g";
  static final int MAX_SPANS = 100_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final PeerProcess process;
  private final int port;
  private final Templates templates = Templates.zipkinJson();

  private ZipkinSubject(PeerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static ZipkinSubject start(Path jar, Path work) throws IOException {
    int port = PeerProcess.freePort();
    PeerProcess process =
        PeerProcess.start("zipkin", command(jar, port), work.resolve("zipkin.log"));
    process.awaitListening(port, Duration.ofSeconds(60));
    return new ZipkinSubject(process, port);
  }

  static List<String> command(Path jar, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms1g",
        "-Xmx" + HEAP,
        // or it would go on with half of its threads, and answer nobody
        "-XX:+ExitOnOutOfMemoryError",
        "-jar",
        jar.toString(),
        // by default it listens on all interfaces
        "--armeria.ports[0].ip=127.0.0.1",
        "--armeria.ports[0].port=" + port,
        "--armeria.ports[0].protocols[0]=http",
        "--server.address=127.0.0.1",
        "--server.port=" + port,
        "--zipkin.storage.type=mem",
        "--zipkin.storage.mem.max-spans=" + MAX_SPANS, // MEM_MAX_SPANS
        "--zipkin.self-tracing.enabled=false");
  }

  @Override
  public String name() {
    return "Zipkin (memory)";
  }

  @Override
  public Map<String, Long> processes() {
    return Map.of("zipkin", process.pid());
  }

  @Override
  public Templates templates() {
    return templates;
  }

  @Override
  public Target connect() {
    return new ZipkinTarget("127.0.0.1", port);
  }

  /** By its own counters, since its storage forgets. */
  @Override
  public long stored() throws IOException, InterruptedException {
    String metrics =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/prometheus"))
                    .timeout(Duration.ofSeconds(20))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return counter(metrics, "zipkin_collector_spans_total")
        - counter(metrics, "zipkin_collector_spans_dropped_total");
  }

  /** Sum of a counter's series in Prometheus' text format. */
  static long counter(String metrics, String name) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  @Override
  public Optional<String> table() {
    return Optional.empty();
  }

  @Override
  public String note() {
    return "3.6.1, JSON v2 over HTTP; keeps the last %,d spans in memory (MEM_MAX_SPANS; the default of 500,000 ran out of %s heap), nothing on disk; acknowledges before it stores."
        .formatted(MAX_SPANS, HEAP);
  }

  @Override
  public void close() {
    process.close();
  }
}
