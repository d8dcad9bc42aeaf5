/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.heliograph.benchmarks.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code benchmarks/registry}. */
@Command(
    name = "benchmarks/registry",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Starts registry nodes of its own, loads them, then Eureka's server, and writes a report.")
final class RegistryBenchmark implements Callable<Integer> {
  enum Phase {
    REGISTRATIONS,
    RENEWALS,
    HEAP,
    WATCHERS,
    STORM,
    NODES,
    EUREKA
  }

  @Option(
      names = "--phases",
      split = ",",
      defaultValue = "REGISTRATIONS,RENEWALS,HEAP,WATCHERS,STORM,NODES,EUREKA",
      description = "of ${COMPLETION-CANDIDATES}, in any case")
  private List<Phase> phases;

  @Option(names = "--instances", defaultValue = "100000", description = "instances of the fleet")
  private int instances;

  @Option(names = "--services", defaultValue = "1000", description = "services of the fleet")
  private int services;

  @Option(names = "--lease-seconds", defaultValue = "30", description = "lease of an instance")
  private int leaseSeconds;

  @Option(
      names = "--connections",
      defaultValue = "64",
      description = "connections of HTTP, a request in flight on each")
  private int connections;

  @Option(names = "--in-flight", defaultValue = "256", description = "calls in flight over gRPC")
  private int inFlight;

  @Option(names = "--batch", defaultValue = "50", description = "renewals of a call over gRPC")
  private int batch;

  @Option(names = "--warm-up", defaultValue = "8", description = "seconds before each closed loop")
  private int warmUp;

  @Option(names = "--seconds", defaultValue = "10", description = "of each closed loop of renewals")
  private int seconds;

  @Option(names = "--beat-seconds", defaultValue = "60", description = "open loop of renewals")
  private int beatSeconds;

  @Option(names = "--watchers", defaultValue = "5000", description = "streams of gRPC that watch")
  private int watchers;

  @Option(
      names = "--watched-instances",
      defaultValue = "5000",
      description = "instances of the service that they watch")
  private int watchedInstances;

  @Option(
      names = "--opening",
      defaultValue = "5000",
      description = "watchers that wait for their first list at once, as all do after a restart")
  private int opening;

  @Option(names = "--changes", defaultValue = "50", description = "changes that watchers hear of")
  private int changes;

  @Option(names = "--clients", defaultValue = "10000", description = "that reconnect at once")
  private int clients;

  @Option(names = "--nodes", defaultValue = "3", description = "that know each other")
  private int nodes;

  @Option(
      names = "--nodes-instances",
      defaultValue = "30000",
      description = "instances of a fleet that registers at all of these nodes")
  private int nodesInstances;

  @Option(
      names = "--nodes-watchers",
      defaultValue = "100",
      description = "streams of gRPC that watch a service at each of these nodes")
  private int nodesWatchers;

  @Option(
      names = "--node-flags",
      split = " ",
      defaultValue = "-Xmx1400m",
      description = "of the JVM of the node, and of the peer's")
  private List<String> nodeFlags;

  @Option(names = "--node", required = true, description = "class path of the registry service")
  private String node;

  @Option(names = "--eureka", defaultValue = "", description = "class path; left out without")
  private String eureka;

  @Option(
      names = "--output",
      defaultValue = "benchmarks/target/registry",
      description = "directory for the report, the logs and the snapshot")
  private Path output;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new RegistryBenchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOverwrittenOptionsAllowed(true) // the script gives defaults, the user the rest
            .execute(args));
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is for the terminal
  public Integer call() throws Exception {
    Files.createDirectories(output);
    Findings findings = new Findings(facts());
    Path report = output.resolve("report.md");
    Set<Phase> chosen = EnumSet.copyOf(phases);
    for (Trial trial :
        List.<Trial>of(this::leases, this::watches, this::storm, this::nodes, this::eureka)) {
      trial.run(chosen, findings);
      // what is known so far, in case that the next does not end
      Files.writeString(report, findings.markdown());
    }
    System.out.print(findings.markdown());
    Progress.say("written to %s", report);
    return 0;
  }

  private interface Trial {
    void run(Set<Phase> chosen, Findings findings) throws Exception;
  }

  private void leases(Set<Phase> chosen, Findings findings) throws Exception {
    if (!chosen.contains(Phase.REGISTRATIONS)
        && !chosen.contains(Phase.RENEWALS)
        && !chosen.contains(Phase.HEAP)) {
      return;
    }
    try (RegistryNode started = node();
        LeaseTrial trial = new LeaseTrial(started, plan(), findings)) {
      if (chosen.contains(Phase.REGISTRATIONS)) {
        trial.registrations();
      } else {
        trial.populate();
      }
      if (chosen.contains(Phase.RENEWALS)) {
        trial.renewals();
      }
      if (chosen.contains(Phase.HEAP)) {
        trial.heap();
      }
    }
  }

  private void watches(Set<Phase> chosen, Findings findings) throws Exception {
    if (chosen.contains(Phase.WATCHERS)) {
      try (RegistryNode started = node()) {
        new WatchTrial(
                started,
                new WatchTrial.Plan(watchers, 64, opening, watchedInstances, changes),
                findings)
            .run();
      }
    }
  }

  private void storm(Set<Phase> chosen, Findings findings) throws Exception {
    if (chosen.contains(Phase.STORM)) {
      try (RegistryNode started = node()) {
        new StormTrial(started, plan(), clients, findings).run();
      }
    }
  }

  private void nodes(Set<Phase> chosen, Findings findings) throws Exception {
    if (chosen.contains(Phase.NODES)) {
      try (ClusterTrial trial =
          new ClusterTrial(
              RegistryNode.together(launch(), nodes),
              new ClusterTrial.Plan(
                  nodesInstances, services, leaseSeconds, nodesWatchers, changes, connections),
              findings)) {
        trial.run();
      }
    }
  }

  private void eureka(Set<Phase> chosen, Findings findings) throws Exception {
    if (!chosen.contains(Phase.EUREKA)) {
      return;
    }
    if (eureka.isEmpty()) {
      findings.note(EurekaTrial.EUREKA, "left out: --eureka names no class path");
      return;
    }
    findings.note(
        EurekaTrial.EUREKA,
        "Spring Cloud's starter on Spring Boot 4.0.7, default settings, alone; JSON over its REST"
            + " API.");
    try (EurekaTrial trial = new EurekaTrial(eureka, nodeFlags, output, plan(), findings)) {
      trial.changes();
      trial.leases();
    }
  }

  private RegistryNode node() throws IOException {
    return RegistryNode.alone(launch());
  }

  private RegistryNode.Launch launch() {
    return new RegistryNode.Launch(node, nodeFlags, output);
  }

  private LoadPlan plan() {
    return new LoadPlan(
        instances,
        services,
        leaseSeconds,
        connections,
        4,
        inFlight,
        batch,
        20_000,
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(beatSeconds));
  }

  private Map<String, String> facts() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, shared by the load generator and everything measured; "
            + OpenFiles.limit()
            + " open files a process");
    facts.put(
        "load",
        "%,d instances of %,d services, leases of %d s; %d connections of HTTP, a request in flight on each; %d calls in flight on 4 connections of gRPC; closed loops of %d s after %d s of warm-up"
            .formatted(instances, services, leaseSeconds, connections, inFlight, seconds, warmUp));
    facts.put("node and peer", "java " + String.join(" ", nodeFlags));
    return facts;
  }
}
