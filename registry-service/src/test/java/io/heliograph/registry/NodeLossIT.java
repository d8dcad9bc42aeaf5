/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/**
 * Three nodes and an agent as processes, and the examples of all languages, which call all the
 * time. The node that all of them are connected to is killed and comes back; then all are killed.
 * This happens once for all of them, before the tests: each of those says what became of one.
 *
 * <p>The nodes have one port and three addresses. Each language has two clients: the only server of
 * one is a name that stands for all nodes, the other has a list of three servers.
 */
@Timeout(240)
@Tag("side-by-side")
@TestInstance(Lifecycle.PER_CLASS)
class NodeLossIT {
  /** The first one is killed first. */
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

  private static final String NAME = "nodes.registry.test";

  /** So many calls, one each 5 ms at the most, outlast what a client does when its node is lost. */
  private static final int CALLS = 400;

  private static final int COLD_CALLS = 100;

  /** What the clients go through, in this order. */
  private enum Act {
    ITS_NODE_KILLED,
    ITS_NODE_BACK,
    ALL_NODES_KILLED,
    COLD_START
  }

  private interface Step {
    void of(CallingClient client) throws Exception;
  }

  private record Scene(CallingClient client, Act act) {}

  @TempDir static Path directory;
  private final int port = freePort();
  private final List<String> servers =
      ADDRESSES.stream().map(address -> address + ":" + port).toList();
  private final Map<String, RegistryProcess> nodes = new TreeMap<>();
  private final List<CallingClient> byName = new ArrayList<>();
  private final List<CallingClient> byList = new ArrayList<>();
  private final Map<ClientExample, String> skipped = new EnumMap<>(ClientExample.class);
  private final Map<Scene, Throwable> failures = new HashMap<>();
  private final Map<CallingClient, Process> cold = new HashMap<>();
  private NameServer names;
  private RegistryProcess agent;

  @BeforeAll
  @Timeout(420) // that of the class is for tests only; compilers may have much to do
  void loseNodes() throws Exception {
    assumeThat(port).as("a port that is free on each of %s", ADDRESSES).isPositive();
    buildClients();
    nodes.put(ADDRESSES.get(0), launch(ADDRESSES.get(0)).awaitServing());
    startClients();
    startTheOthers();

    nodes.get(ADDRESSES.get(0)).kill();
    Map<CallingClient, Integer> before = new HashMap<>();
    all().forEach(client -> before.put(client, client.calls()));
    each(all(), Act.ITS_NODE_KILLED, client -> client.awaitCalls(before.get(client), CALLS));
    each(byName, Act.ITS_NODE_KILLED, client -> client.registerSecond(node(1)));
    each(byName, Act.ITS_NODE_KILLED, CallingClient::awaitSecondCalled);
    each(byList, Act.ITS_NODE_KILLED, client -> client.registerSecond(node(1)));

    nodes.put(ADDRESSES.get(0), launch(ADDRESSES.get(0)).awaitServing());
    each(all(), Act.ITS_NODE_BACK, CallingClient::awaitSecondCalled);
    each(
        all(),
        Act.ITS_NODE_BACK,
        client -> await("it is on the agent's disk", () -> disk().contains(client.service + "-2")));

    for (RegistryProcess node : nodes.values()) {
      node.kill();
    }
    agent.kill();
    agent = launchAgent().awaitServing();
    // one after the other, so that it lasts longer than the 15 s that clients of xDS wait for
    // answers
    each(all(), Act.ALL_NODES_KILLED, client -> client.awaitCalls(CALLS));
    startColdClients();
    each(all(), Act.ALL_NODES_KILLED, CallingClient::assertNoCallFailed);
  }

  @AfterAll
  void stop() throws Exception {
    for (Process process : cold.values()) {
      process.destroyForcibly().waitFor();
    }
    for (CallingClient client : all()) {
      client.close();
    }
    for (RegistryProcess node : nodes.values()) {
      node.close();
    }
    if (agent != null) {
      agent.close();
    }
    if (names != null) {
      names.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nodeKilled_noCallFails_andNewInstancesAreCalled_byWhoKnowsTheNameOfAll(ClientExample example)
      throws Throwable {
    assertWentWell(byName, example, Act.ITS_NODE_KILLED);
  }

  @ParameterizedTest
  @EnumSource
  void nodeKilled_noCallFails_andNewInstancesAreCalledOnceItIsBack_byWhoHasAList(
      ClientExample example) throws Throwable {
    assertWentWell(byList, example, Act.ITS_NODE_KILLED);
    assertWentWell(byList, example, Act.ITS_NODE_BACK);
  }

  @ParameterizedTest
  @EnumSource
  void allNodesKilled_noCallFails(ClientExample example) throws Throwable {
    assertWentWell(byName, example, Act.ALL_NODES_KILLED);
    assertWentWell(byList, example, Act.ALL_NODES_KILLED);
  }

  @ParameterizedTest
  @EnumSource
  void allNodesKilled_whoStartsCold_comesUpFromTheAgentsDisk(ClientExample example)
      throws Throwable {
    assertWentWell(byName, example, Act.COLD_START);
  }

  private void assertWentWell(List<CallingClient> clients, ClientExample example, Act act)
      throws Throwable {
    if (skipped.containsKey(example)) {
      abort(skipped.get(example));
    }
    for (CallingClient client : clients) {
      Optional<Throwable> failure = firstFailure(client, act);
      if (client.example == example && failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  /** What a client failed with in an act, or in one before it. */
  private Optional<Throwable> firstFailure(CallingClient client, Act act) {
    return Arrays.stream(Act.values())
        .filter(one -> one.compareTo(act) <= 0)
        .map(one -> failures.get(new Scene(client, one)))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** A client that fails does not keep the others from going on, and is not waited for again. */
  private void each(List<CallingClient> clients, Act act, Step step) throws Exception {
    for (CallingClient client : clients) {
      if (firstFailure(client, act).isEmpty()) {
        try {
          step.of(client);
        } catch (InterruptedException e) { // time is up
          throw e;
        } catch (Exception | AssertionError e) {
          failures.put(new Scene(client, act), e);
        }
      }
    }
  }

  private List<CallingClient> all() {
    List<CallingClient> all = new ArrayList<>(byName);
    all.addAll(byList);
    return all;
  }

  private void buildClients() throws Exception {
    for (ClientExample example : ClientExample.values()) {
      try {
        example.build();
        byName.add(new CallingClient(example, "name", directory));
        byList.add(new CallingClient(example, "list", directory));
      } catch (TestAbortedException e) {
        skipped.put(example, e.getMessage());
      }
    }
  }

  private void startClients() throws Exception {
    List<byte[]> addresses = new ArrayList<>();
    for (String address : ADDRESSES) {
      addresses.add(InetAddresses.forString(address).getAddress());
    }
    names = new NameServer(addresses);
    Files.writeString(
        directory.resolve("hosts"),
        String.join("", ADDRESSES.stream().map(address -> address + " " + NAME + "\n").toList()));
    for (CallingClient client : all()) {
      client.registerFirst(node(0));
    }
    for (CallingClient client : byName) {
      client.start(List.of(name(client.example)), environment());
    }
    for (CallingClient client : byList) {
      client.start(servers, environment());
    }
    each(all(), Act.ITS_NODE_KILLED, client -> client.awaitCalls(1));
  }

  /** The other nodes come later: so all clients are connected to the first. */
  private void startTheOthers() throws Exception {
    nodes.put(ADDRESSES.get(1), launch(ADDRESSES.get(1)));
    nodes.put(ADDRESSES.get(2), launch(ADDRESSES.get(2)));
    agent = launchAgent();
    List<RegistryProcess> all = new ArrayList<>(nodes.values());
    all.add(agent);
    for (RegistryProcess process : all) {
      process.awaitServing();
      for (CallingClient client : all()) {
        String list = "/v1/namespaces/default/services/%s/instances".formatted(client.service);
        await("all know all", () -> process.get(list).body().contains("\"id\""));
      }
    }
  }

  /** Java asks no name server that it is told to, but has a file of names. */
  private String name(ClientExample example) {
    String authority = example == ClientExample.JAVA ? "" : names.address();
    return "dns://%s/%s:%d".formatted(authority, NAME, port);
  }

  /** Node's library asks the name server of a target only if it is told to. */
  private static Map<String, String> environment() {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djdk.net.hosts.file="
            + directory.resolve("hosts"),
        "GRPC_NODE_USE_ALTERNATIVE_RESOLVER",
        "true");
  }

  /** Those that turn to other servers than the first have nodes before the agent. */
  private void startColdClients() throws Exception {
    for (CallingClient client : byName) {
      List<String> all =
          new ArrayList<>(client.example.turnsToOtherServers() ? servers : List.of());
      all.add("127.0.0.1:" + agent.grpcPort());
      Path place = Files.createDirectory(cold(client));
      cold.put(client, client.example.start(all, client.service, COLD_CALLS, place, environment()));
    }
    each(
        byName,
        Act.COLD_START,
        client -> {
          Process process = cold.get(client);
          boolean ended = process.waitFor(40, TimeUnit.SECONDS);
          process.destroyForcibly().waitFor();
          String output = Files.readString(ClientExample.output(cold(client)));
          assertThat(ended).as(output).isTrue();
          assertThat(process.exitValue()).as(output).isZero();
          assertThat(output).contains(client.service + "-1 ", client.service + "-2 ");
        });
  }

  private static Path cold(CallingClient client) {
    return directory.resolve("cold-" + client.service);
  }

  private RegistryProcess launch(String address) throws Exception {
    return new RegistryProcess(
        directory,
        "node-" + address,
        Map.of(
            "HELIOGRAPH_BIND",
            address,
            "HELIOGRAPH_REGISTRY_GRPC_PORT",
            Integer.toString(port),
            "HELIOGRAPH_REGISTRY_NODE",
            "at-" + address,
            "HELIOGRAPH_REGISTRY_PEERS",
            String.join(
                ",",
                servers.stream().filter(server -> !server.startsWith(address + ":")).toList())));
  }

  private RegistryProcess launchAgent() throws Exception {
    return new RegistryProcess(
        directory,
        "agent",
        Map.of(
            "HELIOGRAPH_REGISTRY_FOLLOW",
            String.join(",", servers),
            "HELIOGRAPH_REGISTRY_SNAPSHOT",
            directory.resolve("agent.jsonl").toString()));
  }

  private URI node(int index) {
    return nodes.get(ADDRESSES.get(index)).uri("/");
  }

  private static String disk() throws IOException {
    return Files.readString(directory.resolve("agent.jsonl"));
  }

  private static int freePort() {
    for (int i = 0; i < 100; i++) {
      // below those that systems give to outgoing connections, since one is taken up again
      int port = ThreadLocalRandom.current().nextInt(20_000, 28_000);
      if (ADDRESSES.stream().allMatch(address -> isFree(address, port))) {
        return port;
      }
    }
    return 0;
  }

  private static boolean isFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }
}
