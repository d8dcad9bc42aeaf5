/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon all watchers of three nodes hear of an instance's coming and going. Both tests have the
 * same nodes, and services of their own.
 */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class LifecycleIT {
  private static final int LEASE_SECONDS = 2;
  private static final int HOLD_SECONDS = 8;

  /** They are not renewed: silent, they would have the others protected. */
  private static final String LONG_LEASE = "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":600}";

  @TempDir static Path directory;
  private Cluster cluster;
  private String service;
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Process> instances = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    cluster =
        Cluster.start(directory, Map.of("HELIOGRAPH_REGISTRY_PROTECT_SECONDS", "" + HOLD_SECONDS));
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void watch(TestInfo test) {
    service = test.getTestMethod().orElseThrow().getName();
    cluster.nodes.values().forEach(node -> watchers.add(new Watcher(node.grpcPort(), service)));
  }

  @AfterEach
  void end() throws Exception {
    for (Process instance : instances) {
      instance.destroyForcibly().waitFor();
    }
    watchers.forEach(Watcher::close);
    watchers.clear();
  }

  @Test
  void comesAndGoes_allWatchersHearOfItInTime() throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = "i" + i;
      RegistryProcess node = cluster.nodes.get(Cluster.NAMES.get(i % 3));
      long from = System.nanoTime();
      assertThat(node.put(path(id), LONG_LEASE).statusCode()).isEqualTo(200);
      millis.add(millisUntil(from, () -> all(watcher -> watcher.known.contains(id))));
    }
    millis.sort(null);
    assertThat(millis.get(98)).as("p99 of %s", millis).isLessThan(1_000);

    Process killed = hold("killed");
    Process closed = hold("closed");
    await(() -> all(watcher -> watcher.known.containsAll(List.of("killed", "closed"))));
    long from = System.nanoTime();
    killed.destroyForcibly();
    assertThat(millisUntil(from, () -> none("killed")))
        .isBetween(LEASE_SECONDS * 1_000L - 100, (LEASE_SECONDS + 1) * 1_000L);
    from = System.nanoTime();
    closed.getOutputStream().close();
    assertThat(millisUntil(from, () -> none("closed"))).isLessThan(1_000);
  }

  @Test
  void mostFallSilent_areProtected_thenReleased() throws Exception {
    List<String> alive = List.of("i0", "i1");
    for (int i = 0; i < 20; i++) {
      register("i" + i);
    }
    long silentFrom = System.nanoTime();
    await(() -> all(watcher -> watcher.known.size() == 20));
    while (System.nanoTime() - silentFrom < Duration.ofSeconds(LEASE_SECONDS + 4).toNanos()) {
      for (String id : alive) {
        register(id);
      }
      assertThat(watchers).allMatch(watcher -> watcher.known.size() == 20);
    }
    for (RegistryProcess node : cluster.nodes.values()) {
      assertThat(node.get("/metrics").body())
          .containsPattern("heliograph_registry_protected 6(\\.0)?\n");
    }

    await(
        () -> {
          alive.forEach(this::register);
          return all(watcher -> watcher.known.equals(Set.copyOf(alive)));
        });
  }

  /** Each at a node of its own, so that none of them sees all. */
  private void register(String id) {
    String node = Cluster.NAMES.get(Integer.parseInt(id.substring(1)) % Cluster.NAMES.size());
    try {
      String body = "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":" + LEASE_SECONDS + "}";
      assertThat(cluster.nodes.get(node).put(path(id), body).statusCode()).isEqualTo(200);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String path(String id) {
    return "/v1/namespaces/default/services/" + service + "/instances/" + id;
  }

  private Process hold(String id) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HeldInstance.class.getName(),
                "" + cluster.nodes.get("b").grpcPort(),
                service,
                id,
                "" + LEASE_SECONDS)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(id + ".log").toFile())
            .start();
    instances.add(process);
    return process;
  }

  private boolean all(Predicate<Watcher> condition) {
    return watchers.stream().allMatch(condition);
  }

  private boolean none(String id) {
    return watchers.stream().noneMatch(watcher -> watcher.known.contains(id));
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition::getAsBoolean);
  }

  private static long millisUntil(long fromNanos, BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition::getAsBoolean);
    return Duration.ofNanos(System.nanoTime() - fromNanos).toMillis();
  }

  /** Who watches one node, and knows what it was told. */
  private static final class Watcher implements StreamObserver<WatchResponse>, AutoCloseable {
    final Set<String> known = ConcurrentHashMap.newKeySet();
    private final ManagedChannel channel;
    private final String service;
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor();

    Watcher(int port, String service) {
      this.service = service;
      channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
      watch();
    }

    private void watch() {
      RegistryGrpc.newStub(channel)
          .watch(WatchRequest.newBuilder().setService(service).build(), this);
    }

    @Override
    public void onNext(WatchResponse answer) {
      if (answer.getWhole()) {
        known.clear();
      }
      answer.getRemovedList().forEach(known::remove);
      answer.getChangedList().forEach(listed -> known.add(listed.getInstance().getId()));
    }

    /** A node that cannot believe an empty list of its own yet says so: it is asked again. */
    @Override
    public void onError(Throwable t) {
      if (Status.fromThrowable(t).getCode() == Status.Code.UNAVAILABLE && !channel.isShutdown()) {
        again.schedule(this::watch, 50, TimeUnit.MILLISECONDS);
      } else {
        known.add("the watch has failed: " + t);
      }
    }

    @Override
    public void onCompleted() {}

    @Override
    public void close() {
      again.shutdownNow();
      channel.shutdownNow();
    }
  }
}
