/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.heliograph.dev.kafka.KafkaProcess;
import io.heliograph.dev.kafka.KafkaSettings;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Lifecycle;
import io.heliograph.v1.Location;
import io.heliograph.v1.ProbeKind;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes and a real Kafka: what they probe, and what they protect, is in heliograph.probes, and
 * whose leases they hold in heliograph.heartbeats.
 */
@Timeout(240)
@Tag("side-by-side")
class ProbesKafkaIT {
  private static final String TOPIC = "heliograph.probes";
  private static final String BEATS = "heliograph.heartbeats";
  private static final int PARTITIONS = 3;
  private static final String SERVICES = "/v1/namespaces/default/services/";
  private static final int EACH = 7;

  /** Instances of a room: more than the least that is protected. */
  private static final int ROOM = 8;

  private static final String SHORT_LEASE = "\"host\":\"127.0.0.1\",\"port\":1,\"leaseSeconds\":3";

  @TempDir Path directory;

  private final Map<String, RegistryProcess> nodes = new HashMap<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<ProbeResult> results = new ArrayList<>();
  private final List<ProtectionNotice> notices = new ArrayList<>();
  private final List<Heartbeat> beats = new ArrayList<>();
  private KafkaProcess kafka;
  private KafkaConsumer<byte[], byte[]> consumer;

  @BeforeEach
  void start() throws Exception {
    kafka = KafkaProcess.start(KafkaSettings.onFreePorts(directory));
    kafka.createTopic(TOPIC, PARTITIONS, Map.of());
    kafka.createTopic(BEATS, PARTITIONS, Map.of());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(TOPIC, i));
      partitions.add(new TopicPartition(BEATS, i));
    }
    consumer.assign(partitions);
    Cable toA = new Cable();
    Cable toB = new Cable();
    toClose.add(toA);
    toClose.add(toB);
    nodes.put("a", node("a", toB));
    nodes.put("b", node("b", toA));
    toA.leadsTo(nodes.get("a").awaitServing().grpcPort());
    toB.leadsTo(nodes.get("b").awaitServing().grpcPort());
  }

  private RegistryProcess node(String name, Cable toOther) throws Exception {
    return new RegistryProcess(
        directory,
        name,
        Map.of(
            "HELIOGRAPH_REGISTRY_KAFKA",
            kafka.bootstrapServers(),
            "HELIOGRAPH_REGISTRY_NODE",
            name,
            "HELIOGRAPH_REGISTRY_PEERS",
            toOther.address(),
            "HELIOGRAPH_REGISTRY_PROBE_SECONDS",
            "1"));
  }

  @AfterEach
  void stop() throws Exception {
    for (RegistryProcess node : nodes.values()) {
      node.close();
    }
    consumer.close();
    kafka.close();
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  @Test
  void eachInstance_isProbedByBothNodes_alsoAfterKafkaWasAway() throws Exception {
    HttpServer web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    web.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    web.start();
    toClose.add(() -> web.stop(0));
    Server grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
    toClose.add(grpc::shutdownNow);
    ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    toClose.add(tcp);
    for (int i = 0; i < EACH; i++) {
      register(
          "orders", "web-" + i, web.getAddress().getPort(), "{'type':'http','path':'/healthz'}");
      register("orders", "grpc-" + i, grpc.getPort(), "{'type':'grpc'}");
      register("orders", "tcp-" + i, 1, "{'type':'tcp','port':%d}".formatted(tcp.getLocalPort()));
      register("orders", "none-" + i, 1, "{'type':'none'}");
    }

    awaitProbers("each by both");
    await("each was told", () -> poll().beats.size() >= 4 * EACH);
    assertThat(beats).as("once each, by the node that holds the lease").hasSize(4 * EACH);
    Heartbeat beat = beatsOf("web-0").get(0);
    assertThat(beat.getNamespace()).isEqualTo("default");
    assertThat(beat.getService()).isEqualTo("orders");
    assertThat(beat.getHost()).isEqualTo("127.0.0.1");
    assertThat(beat.getPort()).isEqualTo(web.getAddress().getPort());
    assertThat(beat.getWeight()).isEqualTo(100);
    assertThat(beat.getIntervalMs()).isEqualTo(300_000);
    assertThat(beat.getLifecycle()).isEqualTo(Lifecycle.LIFECYCLE_SERVING);
    assertThat(beat.getLeased()).isTrue();

    assertThat(results).noneMatch(result -> result.getInstanceId().startsWith("none"));
    assertFound("web-", ProbeKind.PROBE_KIND_HTTP, ProbeOutcome.PROBE_OUTCOME_FAILED, "status 503");
    assertFound("grpc-", ProbeKind.PROBE_KIND_GRPC, ProbeOutcome.PROBE_OUTCOME_OK, "SERVING");
    assertFound("tcp-", ProbeKind.PROBE_KIND_TCP, ProbeOutcome.PROBE_OUTCOME_OK, "");

    kafka.kill();
    await(
        "dropped and counted",
        () -> metric("a", "reports_total", "kind=\"result\",outcome=\"undelivered\"") > 0);
    register("orders", "late", tcp.getLocalPort(), "{'type':'tcp'}"); // goes on without Kafka
    kafka.restart();
    results.clear();
    awaitProbers("each by both again");
    await("the new one, too", () -> proberOf().getOrDefault("late", Set.of()).size() == 2);

    assertThat(nodes.get("a").delete(SERVICES + "orders/instances/late").statusCode())
        .isEqualTo(204);
    await("it is probed no more", () -> polledWithout("late"));
    assertThat(beatsOf("late").get(beatsOf("late").size() - 1).getLifecycle())
        .as("that it has left is told")
        .isEqualTo(Lifecycle.LIFECYCLE_STOPPED);
  }

  @Test
  void mostFallSilent_aNoticeWhenItBegins_andOneWhenItEnds() throws Exception {
    registerAll();
    await("both are frozen", () -> !noticesOf("pay").isEmpty() && !noticesOf("").isEmpty());
    ProtectionNotice frozen = noticesOf("pay").get(0);
    assertThat(frozen.getChange()).isEqualTo(ProtectionChange.PROTECTION_CHANGE_FROZEN);
    assertThat(frozen.getNodeId()).isEqualTo("a");
    assertThat(frozen.getNamespace()).isEqualTo("default");
    assertThat(frozen.getInstances()).isEqualTo(10);
    assertThat(frozen.getSilent()).isGreaterThan(5);
    assertThat(frozen.getHoldSeconds()).isEqualTo(300);
    ProtectionNotice room = noticesOf("").get(0);
    assertThat(room.getChange()).isEqualTo(ProtectionChange.PROTECTION_CHANGE_FROZEN);
    assertThat(room.getLocation())
        .isEqualTo(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a").build());
    assertThat(room.getInstances()).isEqualTo(ROOM);
    await("their leases are over", () -> metric("a", "protected") == 10 + ROOM);
    for (String node : nodes.keySet()) {
      for (int i = 0; i < ROOM; i++) {
        assertThat(nodes.get(node).get(SERVICES + "room-" + i + "/instances").body())
            .as("what node %s lists of a service with one instance", node)
            .contains("\"only\"");
      }
    }

    await(
        "both are released",
        () -> {
          registerAll();
          return poll().notices.size() >= 4;
        });
    for (String service : List.of("pay", "")) {
      assertThat(noticesOf(service))
          .extracting(ProtectionNotice::getChange)
          .containsExactly(
              ProtectionChange.PROTECTION_CHANGE_FROZEN, ProtectionChange.PROTECTION_CHANGE_LIFTED);
    }
    assertThat(metric("a", "reports_total", "kind=\"notice\",outcome=\"delivered\"")).isEqualTo(4);
    assertThat(beatsOf("pay-0").size()).as("its renewals are told").isGreaterThan(1);
    assertThat(metric("a", "reports_total", "kind=\"beat\",outcome=\"delivered\""))
        .isGreaterThan(10);
  }

  /** A service of ten without a place, and a room in which no service has more than one. */
  private void registerAll() throws Exception {
    for (int i = 0; i < 10; i++) {
      put("pay", "pay-" + i, "{" + SHORT_LEASE + "}");
    }
    for (int i = 0; i < ROOM; i++) {
      String place = "\"location\":{\"city\":\"sh\",\"center\":\"sh-1\",\"room\":\"a\"}";
      put("room-" + i, "only", "{" + SHORT_LEASE + "," + place + "}");
    }
  }

  /** Of a service; of rooms, if it is empty. */
  private List<ProtectionNotice> noticesOf(String service) {
    return poll().notices.stream().filter(each -> each.getService().equals(service)).toList();
  }

  private void register(String service, String id, int port, String probe) throws Exception {
    String body =
        "{\"host\":\"127.0.0.1\",\"port\":%d,\"leaseSeconds\":600,\"probe\":%s}"
            .formatted(port, probe.replace('\'', '"'));
    put(service, id, body);
  }

  private void put(String service, String id, String body) throws Exception {
    assertThat(nodes.get("a").put(SERVICES + service + "/instances/" + id, body).statusCode())
        .isEqualTo(200);
  }

  private List<Heartbeat> beatsOf(String id) {
    return beats.stream().filter(beat -> beat.getInstanceId().equals(id)).toList();
  }

  private void awaitProbers(String what) {
    await(
        what,
        () -> {
          Map<String, Set<String>> probers = poll().proberOf();
          return probers.size() >= 3 * EACH
              && probers.values().stream().allMatch(Set.of("a", "b")::equals);
        });
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }

  private Map<String, Set<String>> proberOf() {
    Map<String, Set<String>> probers = new HashMap<>();
    for (ProbeResult result : poll().results) {
      probers
          .computeIfAbsent(result.getInstanceId(), id -> new TreeSet<>())
          .add(result.getProberId());
    }
    return probers;
  }

  private boolean polledWithout(String id) {
    results.clear();
    for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) {
      poll();
    }
    return results.size() > EACH
        && results.stream().noneMatch(result -> result.getInstanceId().equals(id));
  }

  private ProbesKafkaIT poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
      try {
        if (record.topic().equals(BEATS)) {
          beats.addAll(HeartbeatBatch.parseFrom(record.value()).getItemsList());
          continue;
        }
        ProbeResultBatch batch = ProbeResultBatch.parseFrom(record.value());
        assertThat(
                FragmentHeaders.items(record.headers().lastHeader(FragmentHeaders.ITEMS).value()))
            .isEqualTo(batch.getItemsCount() + batch.getProtectionsCount());
        results.addAll(batch.getItemsList());
        notices.addAll(batch.getProtectionsList());
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
    return this;
  }

  private void assertFound(String prefix, ProbeKind kind, ProbeOutcome outcome, String detail) {
    Stream<ProbeResult> some =
        results.stream().filter(result -> result.getInstanceId().startsWith(prefix));
    assertThat(some)
        .allSatisfy(
            result -> {
              assertThat(result.getKind()).isEqualTo(kind);
              assertThat(result.getOutcome()).as("%s", result).isEqualTo(outcome);
              assertThat(result.getDetail()).isEqualTo(detail);
            });
  }

  private double metric(String node, String name, String labels) throws Exception {
    return read(node, name + "\\{[^}]*" + Pattern.quote(labels) + "[^}]*}");
  }

  private double metric(String node, String name) throws Exception {
    return read(node, name);
  }

  private double read(String node, String pattern) throws Exception {
    Matcher value =
        Pattern.compile("(?m)^heliograph_registry_" + pattern + " (\\S+)")
            .matcher(nodes.get(node).get("/metrics").body());
    return value.find() ? Double.parseDouble(value.group(1)) : -1;
  }
}
