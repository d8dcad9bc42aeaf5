/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.sdk.ServiceInstance;
import io.heliograph.sdk.registry.Call;
import io.heliograph.sdk.registry.Registration;
import io.heliograph.sdk.registry.RegistrationState.Phase;
import io.heliograph.sdk.registry.RegistryClient;
import io.heliograph.sdk.registry.ServiceWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SDK at three nodes, which are killed one after the other. */
@Timeout(120)
class SdkClusterIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void nodesAreKilled_callsGoOn_leasesAreHeld_andAColdStartKnowsTheList() throws Exception {
    try (Cluster cluster = Cluster.start(directory, Map.of())) {
      String[] nodes =
          cluster.nodes.values().stream()
              .map(node -> "127.0.0.1:" + node.grpcPort())
              .toArray(String[]::new);
      try (RegistryClient owner = RegistryClient.to(nodes).start();
          RegistryClient caller =
              RegistryClient.to(nodes).snapshots(directory.resolve("lists")).start();
          Calls calls = new Calls(caller.watch("orders"))) {
        ServiceWatch orders = caller.watch("orders");
        Registration one = owner.register(instance("one"));
        assertThat(one.await(LONG)).isTrue();
        within(LONG, "it is found", () -> ids(orders).equals(List.of("one")));
        calls.begin();

        long lost = orders.state().lost();
        cluster.nodes.remove(node(orders)).kill(); // of the caller, and maybe of the owner
        within(LONG, "another tells", () -> orders.state().lost() > lost && orders.state().live());
        within(LONG, "a node holds it", () -> one.state().phase() == Phase.HELD);
        Registration two = owner.register(instance("two"));
        assertThat(two.await(LONG)).isTrue();
        within(SECOND, "a new one is seen", () -> ids(orders).equals(List.of("one", "two")));
        one.close();
        within(SECOND, "one that closes is gone", () -> ids(orders).equals(List.of("two")));

        within(LONG, "its file has it", () -> cold(nodes).equals(List.of("two")));
        for (RegistryProcess node : cluster.nodes.values()) {
          node.kill();
        }
        within(LONG, "no node tells", () -> !orders.state().live());
        long before = calls.made();
        within(LONG, "calls go on", () -> calls.made() > before + 10_000);
        assertThat(ids(orders)).containsExactly("two");
        assertThat(cold(nodes)).as("a client that starts now").containsExactly("two");
        assertThat(calls.failed()).isZero();
      }
    }
  }

  private List<String> cold(String... nodes) {
    try (RegistryClient client =
        RegistryClient.to(nodes).snapshots(directory.resolve("lists")).start()) {
      return ids(client.watch("orders"));
    }
  }

  private static String node(ServiceWatch watch) {
    return watch.state().node().substring(0, 1);
  }

  private static ServiceInstance instance(String id) {
    return ServiceInstance.of("orders", id).address("127.0.0.1", 1).build();
  }

  private static List<String> ids(ServiceWatch watch) {
    return watch.instances().stream().map(listed -> listed.instance().id()).toList();
  }

  private static void within(Duration time, String what, Callable<Boolean> condition) {
    Awaitility.await(what).pollInterval(Duration.ofMillis(10)).atMost(time).until(condition);
  }

  /** A thread that picks instances all the time, paced so that it leaves the cores to the nodes. */
  private static final class Calls implements AutoCloseable {
    /** So many, then a millisecond of rest. */
    private static final int BURST = 100;

    private final Thread thread;
    private volatile long made;
    private volatile long failed;
    private volatile boolean ended;

    Calls(ServiceWatch watch) {
      thread = new Thread(() -> run(watch), "calls");
    }

    void begin() {
      thread.start();
    }

    private void run(ServiceWatch watch) {
      long succeeded = 0;
      while (!ended) {
        try {
          watch.pick(Call.ANY);
          made = ++succeeded;
          if (succeeded % BURST == 0) {
            LockSupport.parkNanos(1_000_000);
          }
        } catch (RuntimeException e) {
          failed = 1;
        }
      }
    }

    long made() {
      return made;
    }

    long failed() {
      return failed;
    }

    @Override
    public void close() throws InterruptedException {
      ended = true;
      thread.join();
    }
  }
}
