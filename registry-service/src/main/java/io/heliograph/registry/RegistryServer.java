/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.grpc.BindableService;
import io.heliograph.registry.advice.AdviceFeed;
import io.heliograph.registry.agent.Follower;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.configlog.ConfigLog;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.peers.PeerRpc;
import io.heliograph.registry.peers.Peers;
import io.heliograph.registry.rpc.RegistryRpc;
import io.heliograph.registry.rpc.RenewalPace;
import io.heliograph.registry.rules.RuledWeights;
import io.heliograph.registry.xds.XdsService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One registry node: its gRPC and HTTP sides, started and stopped together. {@link #start} and
 * {@link #close} are called by one thread each; close may be called twice.
 */
final class RegistryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
  private static final long TICK_MILLIS = 100;

  /** What is registered later than that before a kill comes back with its next renewal. */
  private static final long SNAPSHOT_MILLIS = 1_000;

  /** Of the heap, for lists that are being sent over HTTP. */
  private static final int SHARE_OF_LISTS = 16;

  private final GrpcFront grpc;
  private final HttpFront http;
  private final LongPolls polls;
  private final Peers peers;
  private final RenewalPace pace;
  private final RegistryRpc rpc;
  private final XdsService xds;
  private final EurekaRoutes eureka;
  private final Catalog catalog;
  private final RuleStore rules;
  private final Optional<AdviceFeed> advice;
  private final Optional<Reporting> reporting;
  private final Optional<Follower> follower;
  private final Optional<Snapshot> snapshot;
  private final ScheduledExecutorService leaseClock =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registry-leases"));

  /** Of its own: a slow disk must not hold up the leases. */
  private final ScheduledExecutorService archivist =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registry-snapshot"));

  private final ExecutorService wakers =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "registry-wakers"));
  private boolean snapshotFails;
  private volatile Readiness readiness = Readiness.STARTING;

  RegistryServer(RegistrySettings settings) {
    this(settings, documents -> RuleStore.log(settings, documents));
  }

  /**
   * A node with another log of rules.
   *
   * @param logs makes the log of these documents
   */
  RegistryServer(RegistrySettings settings, Function<Documents, ConfigLog> logs) {
    RegistryMetrics metrics = new RegistryMetrics();
    catalog =
        new Catalog(
            settings.node(),
            System::currentTimeMillis,
            steadyMillis(),
            wakers,
            CatalogLimits.ofHeap(Runtime.getRuntime().maxMemory()));
    snapshot = settings.snapshot().map(Snapshot::new);
    catalog.protect(settings.protection());
    polls = new LongPolls(catalog);
    rules = new RuleStore(settings, metrics, logs);
    rules.book().listen(new RuledWeights(catalog, rules.book()));
    follower = rules.followed().map(log -> new Follower(settings.follows(), catalog, log));
    follower.ifPresent(metrics::show);
    advice = settings.kafka().map(kafka -> new AdviceFeed(kafka, catalog));
    advice.ifPresent(metrics::show);
    reporting = settings.kafka().map(kafka -> Reporting.to(kafka, settings, catalog, metrics));
    eureka = new EurekaRoutes(catalog, rules.book(), System::currentTimeMillis);
    peers = new Peers(catalog, settings.peers());
    pace = new RenewalPace(catalog.counts()::renewed);
    rpc = new RegistryRpc(catalog, pace, System::currentTimeMillis, rules.book());
    metrics.show(catalog);
    metrics.show(peers);
    metrics.show(rpc);
    polls.tellPushes(metrics.pushes("http"));
    rpc.tellPushes(metrics.pushes("grpc"));
    xds = new XdsService(catalog, rules.book()::of, System::currentTimeMillis, catalog::isVerified);
    rules
        .book()
        .listen(
            (service, before) -> xds.refresh(service)); // also of a service that has no instances
    xds.counts().tellPushes(metrics.pushes("xds"));
    metrics.show(xds.counts());
    Optional<AgentGate> gate = follower.map(agent -> new AgentGate(settings.whyAgent()));
    List<BindableService> services =
        gate.isPresent()
            ? List.of(gate.get().before(rpc.service()), xds)
            : List.of(rpc.service(), new PeerRpc(catalog), xds);
    grpc = new GrpcFront(settings, metrics, services);
    ListBodies bodies =
        new ListBodies(
            Runtime.getRuntime().maxMemory() / SHARE_OF_LISTS, RegistryServer::steadyMillis);
    metrics.show(bodies);
    http =
        new HttpFront(
            settings,
            metrics,
            () -> readiness,
            new CatalogRoutes(
                catalog, System::currentTimeMillis, polls, pace, rules.book(), bodies),
            new RulesRoutes(catalog, System::currentTimeMillis, rules.book(), rules.log()),
            eureka,
            gate);
  }

  private static long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /**
   * Takes up what the snapshot holds, then listens on both ports; on failure it listens on neither.
   *
   * @throws IOException if a port cannot be had, naming the variable that sets it
   */
  void start(RegistrySettings settings) throws Exception {
    try {
      restore();
      rules.start();
      listen(RegistrySettings.GRPC_PORT, settings.bind(), settings.grpcPort(), grpc::start);
      listen(RegistrySettings.HTTP_PORT, settings.bind(), settings.httpPort(), http::start);
    } catch (IOException e) {
      close();
      throw e;
    }
    leaseClock.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    leaseClock.scheduleAtFixedRate(pace::tick, 1, 1, TimeUnit.SECONDS);
    peers.start();
    advice.ifPresent(AdviceFeed::start);
    reporting.ifPresent(Reporting::start);
    archivist.scheduleWithFixedDelay(
        this::writeSnapshot, SNAPSHOT_MILLIS, SNAPSHOT_MILLIS, TimeUnit.MILLISECONDS);
    readiness = Readiness.SERVING;
    grpc.serving();
  }

  private void tick() {
    try {
      catalog.tick(steadyMillis());
    } catch (RuntimeException e) { // an executor would never call again, and no lease would end
      LOG.error("leases could not be looked through; the next tick goes on", e);
    }
  }

  private void restore() throws IOException {
    if (snapshot.isPresent()) {
      Snapshot.Restored restored = snapshot.get().restore(catalog);
      LOG.info(
          "{} instances from the snapshot, {} lines of it left out",
          restored.instances(),
          restored.damaged());
      if (follower.isPresent()) {
        follower.get().restored(snapshot.get().age());
      }
    }
  }

  /** A failure is told once, until it works again. */
  private synchronized void writeSnapshot() {
    rules.writeFile();
    if (snapshot.isEmpty()) {
      return;
    }
    try {
      snapshot.get().write(catalog);
      snapshotFails = false;
    } catch (IOException e) {
      if (!snapshotFails) {
        LOG.warn("the snapshot cannot be written; a restart would go on from the former one", e);
      }
      snapshotFails = true;
    }
  }

  /** What it knows, for who is to change it by other ways than a client has. */
  Catalog catalog() {
    return catalog;
  }

  int grpcPort() {
    return grpc.port();
  }

  int httpPort() {
    return http.port();
  }

  /** Says first that it is not ready any more, then lets running calls end, then stops. */
  @Override
  public void close() throws Exception {
    Readiness before = readiness;
    if (before == Readiness.STOPPING) {
      return;
    }
    readiness = Readiness.STOPPING;
    grpc.draining();
    polls.answerAll();
    xds.drain();
    rpc.drain();
    grpc.stop();
    rpc.close();
    peers.close();
    follower.ifPresent(Follower::close);
    http.stop();
    polls.close();
    rules.close();
    advice.ifPresent(AdviceFeed::close);
    reporting.ifPresent(Reporting::close);
    xds.close();
    eureka.close();
    leaseClock.shutdownNow();
    archivist.shutdownNow();
    archivist.awaitTermination(5, TimeUnit.SECONDS);
    if (before == Readiness.SERVING) { // else the file is another node's, or none of ours
      writeSnapshot();
    }
    wakers.shutdownNow();
  }

  private interface Listening {
    void start() throws Exception;
  }

  private static void listen(String variable, String bind, int port, Listening side)
      throws Exception {
    try {
      side.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s:%d (%s): choose another with %s"
              .formatted(bind, port, rootMessage(e), variable),
          e);
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
