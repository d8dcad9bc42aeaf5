/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of a datacenter, a and b, and one of another, c. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class FarPeersIT {
  private static final String SERVICES = "/v1/namespaces/default/services/";
  private static final String LEASE = "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":600}";
  private static final int MANY = 1_000;

  @TempDir static Path directory;
  private Cluster cluster;

  @BeforeAll
  void start() throws Exception {
    cluster = Cluster.startWithFar(directory, "c");
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aChange_isSeenInTheOtherDatacenterWithinTwoSeconds() throws Exception {
    for (String from : List.of("a", "c")) {
      long written = System.nanoTime();
      register(from, "one", "at-" + from);
      await("seen on all", Duration.ofSeconds(10), () -> all("one", from.equals("a") ? 1 : 2));
      assertThat(Duration.ofNanos(System.nanoTime() - written)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aThousandChanges_goThereInFewMessages() throws Exception {
    final double entriesBefore = entriesOfC();
    final double pushesBefore = pushesOfC();
    long from = System.nanoTime();
    AtomicInteger taken = new AtomicInteger();
    IntStream.range(0, MANY).parallel().forEach(i -> taken.addAndGet(status("c", "many", "i" + i)));
    assertThat(taken.get()).isEqualTo(200 * MANY);
    await("seen on all", Duration.ofSeconds(20), () -> all("many", MANY));
    double seconds = (System.nanoTime() - from) / 1e9;

    // to each of two, unless a comparison carried some before; and leases of other tests
    assertThat(entriesOfC() - entriesBefore).isBetween(1.0 * MANY, 2.1 * MANY);
    // to each of two: with each beat of half a second, a second after a change at the latest, one
    // more of either at the edges, and in two more what a message of 500 entries cannot hold
    double most = 2 * (2 * seconds + seconds + 2 + 2);
    assertThat(pushesOfC() - pushesBefore).isLessThan(most);
  }

  @Test
  void cutBetweenDatacenters_bothGoOn_andAreEqualAfterwards() throws Exception {
    cluster.cut("ac", "ca", "bc", "cb");
    await(
        "it is noticed",
        Duration.ofSeconds(20),
        () -> cluster.metric("c", "heliograph_registry_peers_reached") == 0);
    register("a", "cut", "at-a");
    register("c", "cut", "at-c");
    await("a's reaches b", Duration.ofSeconds(20), () -> ids("b", "cut") == 1);
    assertThat(ids("c", "cut")).isEqualTo(1);

    cluster.mend();
    await("all list both", Duration.ofSeconds(40), () -> all("cut", 2));
    cluster.awaitEqual();
  }

  private void register(String node, String service, String id) {
    assertThat(status(node, service, id)).isEqualTo(200);
  }

  private int status(String node, String service, String id) {
    try {
      String path = SERVICES + service + "/instances/" + id;
      return cluster.nodes.get(node).put(path, LEASE).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private double entriesOfC() throws Exception {
    return cluster.metric("c", "heliograph_registry_entries_total{way=\"pushed\"}");
  }

  private double pushesOfC() throws Exception {
    return cluster.metric("c", "heliograph_registry_pushes_total");
  }

  private boolean all(String service, int instances) throws Exception {
    for (String name : Cluster.NAMES) {
      if (ids(name, service) != instances) {
        return false;
      }
    }
    return true;
  }

  private int ids(String node, String service) throws Exception {
    String list = cluster.nodes.get(node).get(SERVICES + service + "/instances").body();
    return list.split("\"id\":").length - 1;
  }

  private static void await(String what, Duration most, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(most)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }
}
