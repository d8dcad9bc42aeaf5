/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.heliograph.benchmarks.Progress;
import io.heliograph.benchmarks.measure.Jvm;
import io.heliograph.benchmarks.peer.PeerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Eureka's server with its default settings, alone, under the same load over its REST API. */
final class EurekaTrial implements AutoCloseable {
  static final String EUREKA = "Eureka 5.0.2";

  private static final Duration START = Duration.ofSeconds(90);
  private static final int CHANGES = 5;
  private static final long CHANGE_EVERY_SECONDS = 7;
  private static final long POLL_SECONDS = 1;
  private static final int LONGEST_SECONDS = 70;

  private final HttpClient http = HttpClient.newHttpClient();
  private final LoadPlan plan;
  private final Findings findings;
  private final Population fleet;
  private final PeerProcess process;
  private final int port = PeerProcess.freePort();

  /** Starts it. */
  EurekaTrial(
      String classPath, List<String> flags, Path directory, LoadPlan plan, Findings findings)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.findings = findings;
    fleet = plan.fleet("");
    Files.createDirectories(directory);
    List<String> command = new ArrayList<>();
    command.add(Jvm.tool("java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            classPath,
            "io.heliograph.peers.eureka.EurekaPeer",
            "--server.address=127.0.0.1",
            "--server.port=" + port,
            "--eureka.instance.hostname=127.0.0.1",
            // alone: it is no client of another
            "--eureka.client.register-with-eureka=false",
            "--eureka.client.fetch-registry=false"));
    process = PeerProcess.start("eureka", command, directory.resolve("eureka.log"));
    process.awaitListening(port, START);
    while (get("/eureka/apps").statusCode() != 200) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(20))
            .build(),
        BodyHandlers.ofString());
  }

  /**
   * When a client that asks for deltas each second, thirty times as often as its own client, sees a
   * change. In a small registry: the deltas of the last three minutes hold all that was registered.
   */
  void changes() throws Exception {
    Progress.say("%s: changes, seen through deltas", EUREKA);
    Histogram micros = Outcome.histogram();
    try (HttpLoop loop = new HttpLoop(port, 1)) {
      loop.closed(Sequence.once(i -> fleet.eurekaPost(i, "1"), 0, 100, START));
      get("/eureka/apps/delta");
      long start = System.nanoTime();
      long[] sent = new long[CHANGES];
      boolean[] seen = new boolean[CHANGES];
      for (int second = 0; micros.getTotalCount() < CHANGES && second < LONGEST_SECONDS; second++) {
        int change = (int) (second / CHANGE_EVERY_SECONDS);
        if (second % CHANGE_EVERY_SECONDS == 0 && change < CHANGES) {
          sent[change] = System.nanoTime();
          loop.closed(
              Sequence.once(i -> fleet.eurekaPost(i, "changed-" + i), change, change + 1, START));
        }
        LockSupport.parkNanos(
            start + TimeUnit.SECONDS.toNanos((second + 1) * POLL_SECONDS) - System.nanoTime());
        String delta = get("/eureka/apps/delta").body();
        for (int i = 0; i < CHANGES; i++) {
          if (!seen[i] && delta.contains("\"changed-" + i + "\"")) {
            seen[i] = true;
            micros.recordValue(Outcome.microsOf(System.nanoTime() - sent[i]));
          }
        }
      }
    }
    findings.figure(
        EUREKA,
        "changes until they are in the deltas, asked for each second (its client asks each 30 s)",
        "%d of %d seen, p50 %s, max %s s"
            .formatted(
                micros.getTotalCount(),
                CHANGES,
                Findings.number(micros.getValueAtPercentile(50) / 1e6, 1),
                Findings.number(micros.getMaxValue() / 1e6, 1)));
  }

  /** Registers the fleet as far as it comes in the time, renews it, and looks at the heap. */
  void leases() throws Exception {
    byte[][] posts =
        IntStream.range(0, plan.instances())
            .mapToObj(i -> fleet.eurekaPost(i, "1"))
            .toArray(byte[][]::new);
    try (HttpLoop loop = new HttpLoop(port, plan.connections())) {
      Population warmUp = new Population("", 10, plan.leaseSeconds());
      int first = plan.instances();
      loop.closed(
          Sequence.once(
              i -> warmUp.eurekaPost(i, "1"), first, first + plan.warmUpInstances(), START));
      Throughput registered =
          measure(
              LeaseTrial.REGISTRATIONS + ", POST",
              () -> loop.closed(Sequence.once(i -> posts[i], 0, posts.length, plan.beats())));
      findings.add(registered);
      int live = (int) registered.outcome().done();
      byte[][] puts = IntStream.range(0, live).mapToObj(fleet::eurekaPut).toArray(byte[][]::new);
      loop.closed(Sequence.roundRobin(i -> puts[i], live, plan.warmUp()));
      findings.add(
          measure(
              LeaseTrial.RENEWALS + ", PUT",
              () -> loop.closed(Sequence.roundRobin(i -> puts[i], live, plan.closedLoop()))));
      findings.figure(
          EUREKA,
          "heap with %,d instances".formatted(live + plan.warmUpInstances()),
          Findings.megabytes(Jvm.heapAfterCollection(process.pid())) + " after a full collection");
    }
  }

  private Throughput measure(String what, Throughput.Load load) throws Exception {
    return Throughput.measure(EUREKA, what, process.pid(), load);
  }

  @Override
  public void close() {
    process.close();
  }
}
