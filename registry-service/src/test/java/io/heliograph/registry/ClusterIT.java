/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
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
 * Three nodes as processes, with a cable from each to each that can be cut. All tests have the same
 * nodes, and services of their own.
 */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class ClusterIT {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  @TempDir static Path directory;
  private Cluster cluster;
  private Map<String, RegistryProcess> nodes;
  private String orders;

  @BeforeAll
  void start() throws Exception {
    cluster = Cluster.start(directory, Map.of());
    nodes = cluster.nodes;
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    String service = test.getTestMethod().orElseThrow().getName();
    orders = "/v1/namespaces/default/services/" + service + "/instances";
  }

  @AfterEach
  void mend() {
    cluster.mend();
    cluster.awaitEqual();
  }

  @Test
  void writtenToAny_seenOnAllWithinASecond() throws Exception {
    for (String name : Cluster.NAMES) {
      register(name, "at-" + name, 60);
      seenOnAllWithinASecond("at-" + name, true);
    }
    nodes.get("b").delete(orders + "/at-a");
    seenOnAllWithinASecond("at-a", false);
    cluster.awaitEqual();
  }

  private void seenOnAllWithinASecond(String id, boolean listed) {
    Awaitility.await(id + (listed ? " is" : " is not") + " listed on all")
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> listedEverywhere(id) == listed && (listed || listedNowhere(id)));
  }

  @Test
  void nodeKilled_noListMissesAnInstance_andItsLeasesLiveOnElsewhere() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<String> missed = new AtomicReference<>();
    register("a", "renews", 2);
    seenOnAllWithinASecond("renews", true);
    register("a", "silent", 2);
    seenOnAllWithinASecond("silent", true);
    Thread owner = new Thread(() -> renew("renews", stop), "owner");
    Thread reader = new Thread(() -> readAll("renews", stop, missed), "reader");
    owner.start();
    reader.start();

    nodes.remove("a").kill();
    await("its silent lease has run out", () -> listedNowhere("silent"));
    RegistryProcess again =
        cluster.launch("a").awaitServing(); // without a snapshot: it knows nothing
    nodes.put("a", again);
    cluster.connect("a");
    String first = firstList(again);
    stop.set(true);
    owner.join();
    reader.join();

    assertThat(first).contains("renews");
    assertThat(missed.get()).isNull();
    cluster.awaitEqual();
  }

  /** Goes to the first node that answers, as a client does. */
  private void renew(String id, AtomicBoolean stop) {
    while (!stop.get()) {
      for (String name : Cluster.NAMES) {
        try {
          if (nodes.containsKey(name) && register(name, id, 2).statusCode() == 200) {
            break;
          }
        } catch (Exception e) {
          continue; // the next node
        }
      }
      pause(300);
    }
  }

  private void readAll(String id, AtomicBoolean stop, AtomicReference<String> missed) {
    while (!stop.get()) {
      for (String name : List.of("b", "c")) {
        try {
          String list = nodes.get(name).get(orders).body();
          if (!list.contains(id)) {
            missed.compareAndSet(null, name + " lists " + list);
          }
        } catch (Exception e) {
          missed.compareAndSet(null, name + ": " + e);
        }
      }
      pause(50);
    }
  }

  private String firstList(RegistryProcess node) throws Exception {
    AtomicReference<String> list = new AtomicReference<>();
    Awaitility.await("a list")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              HttpResponse<String> answer = node.get(orders);
              list.set(answer.body());
              return answer.statusCode() == 200;
            });
    return list.get();
  }

  @Test
  void cutOffBothWays_bothSidesGoOn_andAreEqualAfterwards() throws Exception {
    register("a", "before", 60);
    seenOnAllWithinASecond("before", true);
    cluster.cut("ab", "ba", "ac", "ca");
    changeBothSides();
    cluster.mend();

    cluster.awaitEqual();
    assertThat(allList("at-a", "at-b")).isTrue();
  }

  private boolean allList(String... ids) throws Exception {
    for (String name : Cluster.NAMES) {
      if (!ids(name).equals(List.of(ids))) {
        return false;
      }
    }
    return true;
  }

  @Test
  void cutOffOneWay_changesPassByRepairOfTheOthers() throws Exception {
    register("a", "before", 60);
    seenOnAllWithinASecond("before", true);
    cluster.cut("ab", "ac"); // it hears them, they do not hear it
    changeBothSides();

    await("its changes are seen all the same", () -> allList("at-a", "at-b"));
    cluster.mend();
    cluster.awaitEqual();
  }

  private void changeBothSides() throws Exception {
    register("a", "at-a", 60);
    register("b", "at-b", 60);
    nodes.get("a").delete(orders + "/before");
    await("each side knows its own", () -> ids("a").contains("at-a") && ids("b").contains("at-b"));
  }

  private HttpResponse<String> register(String node, String id, int leaseSeconds) throws Exception {
    return nodes
        .get(node)
        .put(
            orders + "/" + id, "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":" + leaseSeconds + "}");
  }

  private List<String> ids(String node) throws Exception {
    return ID.matcher(nodes.get(node).get(orders).body()).results().map(m -> m.group(1)).toList();
  }

  private boolean listedEverywhere(String id) throws Exception {
    for (String name : nodes.keySet()) {
      if (!ids(name).contains(id)) {
        return false;
      }
    }
    return true;
  }

  private boolean listedNowhere(String id) throws Exception {
    for (String name : nodes.keySet()) {
      if (ids(name).contains(id)) {
        return false;
      }
    }
    return true;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(40)).ignoreExceptions().until(condition);
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
