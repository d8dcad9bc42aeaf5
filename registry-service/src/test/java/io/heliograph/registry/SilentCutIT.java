/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is cut off from two others for longer than leases last, without a word to anybody: no
 * connection is refused or ends. On either side an instance goes on renewing. All tests have the
 * same nodes, and services of their own.
 */
@Timeout(180)
@Tag("side-by-side")
@TestInstance(Lifecycle.PER_CLASS)
class SilentCutIT {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final String LEASE = "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":2}";

  @TempDir static Path directory;
  private final AtomicReference<String> missed = new AtomicReference<>();
  private Cluster cluster;
  private String orders;
  private ScheduledExecutorService owners;

  @BeforeAll
  void start() throws Exception {
    cluster = Cluster.start(directory, Map.of());
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void renewOnBothSides(TestInfo test) throws Exception {
    missed.set(null);
    String service = test.getTestMethod().orElseThrow().getName();
    orders = "/v1/namespaces/default/services/" + service + "/instances";
    owners = Executors.newScheduledThreadPool(2);
    for (String node : List.of("a", "b")) {
      assertThat(renew(node)).isEqualTo(200);
      owners.scheduleWithFixedDelay(() -> renewAndLook(node), 0, 300, TimeUnit.MILLISECONDS);
    }
    Awaitility.await().until(() -> all("a", List.of("at-a", "at-b"), List.of("at-a", "at-b")));
  }

  @AfterEach
  void end() throws Exception {
    owners.shutdownNow();
    assertThat(owners.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    cluster.mend();
    cluster.awaitEqual();
  }

  @Test
  void bothWays_eachSideKeepsItsOwn_andAllHaveBothAfterwards() throws Exception {
    isCutOffForLongerThanConnectionsLast(cluster::silence);
  }

  @Test
  void oneWay_eachSideKeepsItsOwn_andAllHaveBothAfterwards() throws Exception {
    isCutOffForLongerThanConnectionsLast(cluster::mute);
  }

  private void isCutOffForLongerThanConnectionsLast(Consumer<String> cut) throws Exception {
    long from = System.nanoTime();
    cut.accept("a");
    Awaitility.await("each side lists its own only")
        .atMost(Duration.ofSeconds(30))
        .until(() -> all("a", List.of("at-a"), List.of("at-b")));
    // nodes give a connection up that says nothing for 12 s: those after it are in the hole, too
    Awaitility.await("connections are given up")
        .atMost(Duration.ofSeconds(20))
        .failFast(
            "a side lists another than its own", () -> !all("a", List.of("at-a"), List.of("at-b")))
        .until(() -> System.nanoTime() - from > Duration.ofSeconds(13).toNanos());
    assertThat(all("a", List.of("at-a"), List.of("at-b"))).isTrue();

    cluster.mend();
    Awaitility.await("all list both")
        .atMost(Duration.ofSeconds(30))
        .until(() -> all("a", List.of("at-a", "at-b"), List.of("at-a", "at-b")));
    cluster.awaitEqual();
    assertThat(all("a", List.of("at-a", "at-b"), List.of("at-a", "at-b"))).isTrue();
    assertThat(missed.get()).as("what a node did not list that heard it all the time").isNull();
  }

  /** What one node lists, and what each of the others does. */
  private boolean all(String one, List<String> itsIds, List<String> idsOfOthers) throws Exception {
    for (String name : Cluster.NAMES) {
      if (!ids(name).equals(name.equals(one) ? itsIds : idsOfOthers)) {
        return false;
      }
    }
    return true;
  }

  private List<String> ids(String node) throws Exception {
    String list = cluster.nodes.get(node).get(orders).body();
    return ID.matcher(list).results().map(match -> match.group(1)).toList();
  }

  private int renew(String node) throws Exception {
    return cluster.nodes.get(node).put(orders + "/at-" + node, LEASE).statusCode();
  }

  private void renewAndLook(String node) {
    try {
      if (!ids(node).contains("at-" + node)) {
        missed.compareAndSet(null, node + " at " + System.nanoTime());
      }
      assertThat(renew(node)).isEqualTo(200);
    } catch (Exception | AssertionError e) {
      if (!owners.isShutdown()) {
        missed.compareAndSet(null, node + ": " + e);
      }
    }
  }
}
