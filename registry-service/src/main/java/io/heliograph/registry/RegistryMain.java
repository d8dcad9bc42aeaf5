/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one registry process and stops it on SIGTERM or SIGINT. */
public final class RegistryMain {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryMain.class);

  private static final String HELP =
      """
      Usage: java -cp ... io.heliograph.registry.RegistryMain [--help]

      Runs a node of the registry. It is set by environment variables:
        HELIOGRAPH_BIND                address to listen on      (127.0.0.1)
        HELIOGRAPH_REGISTRY_GRPC_PORT  gRPC: the API, xDS, other nodes, health, reflection  (7400)
        HELIOGRAPH_REGISTRY_HTTP_PORT  HTTP: /healthz, /readyz, /metrics, /v1/..., /eureka/...  (7401)
        HELIOGRAPH_REGISTRY_SNAPSHOT   file that a restart goes on from  (none)
        HELIOGRAPH_REGISTRY_NODE       name of this node, unlike all others'  (address:port of gRPC)
        HELIOGRAPH_REGISTRY_PEERS      host:port,... of gRPC of the other nodes nearby  (none)
        HELIOGRAPH_REGISTRY_FAR_PEERS  likewise of those in other datacenters  (none)
        HELIOGRAPH_REGISTRY_PROTECT_SHARE, _MINIMUM, _SECONDS  if a larger share of a service or a room is silent at
                                       once, and at least so many, none is taken out for so long  (0.5, 5, 300)
        HELIOGRAPH_REGISTRY_ADVICE_SHARE  share of a service that the health job may take out  (0.5)
        HELIOGRAPH_REGISTRY_KAFKA      host:port,... of the log of rules; without it, rules are
                                       those of the snapshot and cannot be changed  (none)
        HELIOGRAPH_REGISTRY_PROBE_PROBERS, _SECONDS  how many nodes probe an instance, and how often each does;
                                       0: none; results go to Kafka, without it nothing is probed  (2, 10)
        HELIOGRAPH_REGISTRY_PROBE_DEFAULT  none or tcp: how instances are probed that do not say  (none)
        HELIOGRAPH_REGISTRY_PROBE_RATE, _IN_FLIGHT  probes of this node in a second, and at a time  (1000, 500)
        HELIOGRAPH_REGISTRY_PROBE_TIMEOUT_SECONDS, _MAX_BYTES  time of a probe, bytes of an answer  (2, 16384)
        HELIOGRAPH_REGISTRY_FOLLOW     host:port,... of gRPC of nodes: runs an agent of theirs instead, which serves
                                       the services that it is asked for, also while no node answers  (none)
      Port 0 takes any free port. SIGTERM and SIGINT stop it: running calls may end first.
      """;

  private RegistryMain() {}

  @SuppressWarnings("SystemOut") // the help text is for the terminal, not for the log
  public static void main(String[] args) {
    if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
      System.out.print(HELP);
      return;
    }
    if (args.length > 0) {
      System.err.println("registry: unknown argument '" + args[0] + "'; see --help");
      System.exit(2);
    }
    try {
      run(RegistrySettings.fromEnvironment(System.getenv()));
    } catch (IllegalArgumentException e) {
      LOG.error("registry not started: {}", e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      LOG.error("registry not started: {}", e.getMessage());
      System.exit(1);
    } catch (Exception e) {
      LOG.error("registry not started", e);
      System.exit(1);
    }
  }

  private static void run(RegistrySettings settings) throws Exception {
    long startedAt = System.nanoTime();
    LOG.info("registry starts with {}", settings);
    RegistryServer server = new RegistryServer(settings);
    server.start(settings);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, stopped), "registry-stop"));
    LOG.info(
        "registry serves gRPC on {}:{} and HTTP on {}:{}, pid {}, ready after {} ms",
        settings.bind(),
        server.grpcPort(),
        settings.bind(),
        server.httpPort(),
        ProcessHandle.current().pid(),
        (System.nanoTime() - startedAt) / 1_000_000);
    stopped.await();
  }

  private static void stop(RegistryServer server, CountDownLatch stopped) {
    try {
      server.close();
      LOG.info("registry stopped");
    } catch (Exception e) {
      LOG.warn("registry stopped with an error", e);
    } finally {
      stopped.countDown();
    }
  }
}
