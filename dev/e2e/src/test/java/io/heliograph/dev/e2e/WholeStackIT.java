/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import io.heliograph.dev.stack.HeliographStack;
import io.heliograph.dev.stack.Port;
import io.heliograph.sdk.Heartbeater;
import io.heliograph.sdk.HeliographReporter;
import io.heliograph.sdk.ProcessLoad;
import io.heliograph.sdk.ServiceInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises of the whole stack, on real processes none of which dies, so that all share one start.
 * Its TaskManagers are small: the last test floods them.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WholeStackIT {
  private static final int TASK_MANAGER_HEAP_MB = 512;
  private static final long TASK_MANAGER_BYTES = 1L << 30;
  private static final int OPEN_TRACES = 200_000;
  private static final int SPANS_OF_EACH = 2;
  private static final int SPANS_OF_THE_LARGE = 1_000_000;
  private static final int CAP = 10_000;

  private static final List<String> LEASED = List.of("pay-0", "pay-1", "pay-2", "pay-3", "pay-4");
  private static final String LEAVES = "pay-leaves";
  private static final String BEATS = "pay-beats";
  private static final int LONG_LEASE_SECONDS = 600;
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

  @TempDir static Path data;
  private HeliographStack stack;
  private ClickHouseClient clickHouse;

  @BeforeAll
  void start() throws Exception {
    Map<String, String> environment = new HashMap<>(HeliographStack.onFreePorts(data));
    environment.put("HELIOGRAPH_TASKMANAGER_HEAP_MB", Integer.toString(TASK_MANAGER_HEAP_MB));
    environment.put("HELIOGRAPH_PARALLELISM", "1"); // all on one of them
    environment.put("HELIOGRAPH_TRACE_OPTIONS", "--idle-ms 40000"); // longer than sending takes
    stack = HeliographStack.start(environment);
    clickHouse = new ClickHouseClient(stack.settings().clickHouse(), "heliograph");
  }

  @AfterAll
  void end() throws Exception {
    if (stack != null) {
      stack.abandon();
      assertThat(ProcessHandle.current().descendants()).as("processes left").isEmpty();
    }
  }

  /**
   * Leases as heartbeats, from a registration to the tables: who is registered and does not beat is
   * judged by its lease, and DOWN at once when it leaves. That a lease falls silent is told, but is
   * no advice, as the silence of an instance is that beats itself. So many fall silent at once that
   * the registry lists them all the same, and shows what it was advised of.
   */
  @Test
  @Order(1)
  void leases_areBeatsOfWhoDoesNotBeat_butTheirSilenceTakesNoneOut() throws Exception {
    List<String> registered = new ArrayList<>(LEASED);
    registered.add(LEAVES);
    try (LeasedFleet fleet =
            new LeasedFleet(stack.settings().port(Port.REGISTRY_HTTP), List.copyOf(registered));
        HeliographReporter reporter = HeliographReporter.to(gateway()).start()) {
      fleet.register(BEATS, LONG_LEASE_SECONDS);
      registered.add(BEATS);
      try (var beats = beat(reporter)) {
        awaitInstances("all are up", registered, "UP: ");
        fleet.fallSilent();
        fleet.deregister(LEAVES);
        reporter.close(Duration.ZERO); // its last beat is not heard, as if it was killed
      }
      awaitInstances("that it left is known", List.of(LEAVES), "DOWN: stopped");
      awaitInstances("that the others are silent, too", LEASED, "DOWN: no heartbeat for ");

      Map<String, String> listed = new TreeMap<>(Map.of(BEATS, "DOWN 0 0"));
      LEASED.forEach(id -> listed.put(id, "UP 100 100"));
      await("advice on who beat itself, and no other")
          .atMost(TOLD_WITHIN)
          .untilAsserted(() -> assertThat(fleet.listed()).isEqualTo(listed));
    }
    assertThat(changes(LEAVES)).endsWith("UP>DOWN");
    LEASED.forEach(id -> assertThat(changes(id)).endsWith("UP>SUSPECT", "SUSPECT>DOWN"));
  }

  private static Heartbeater beat(HeliographReporter reporter) {
    ServiceInstance instance =
        ServiceInstance.of(LeasedFleet.SERVICE, BEATS).address("127.0.0.1", 1).build();
    return Heartbeater.start(reporter, instance, Duration.ofSeconds(1), new ProcessLoad());
  }

  private void awaitInstances(String what, List<String> ids, String begin) {
    String found =
        "SELECT count() FROM instances WHERE service = '%s' AND instance_id IN ('%s')"
                .formatted(LeasedFleet.SERVICE, String.join("','", ids))
            + " AND startsWith(concat(state, ': ', reason), '%s')".formatted(begin);
    await(what)
        .atMost(TOLD_WITHIN)
        .until(() -> clickHouse.value(found).equals(Integer.toString(ids.size())));
  }

  /** States that an instance went from and to, in their order. */
  private List<String> changes(String id) {
    return clickHouse
        .rows(
            "SELECT concat(from_state, '>', to_state) FROM health_events WHERE service = '%s' AND"
                    .formatted(LeasedFleet.SERVICE)
                + " instance_id = '%s' ORDER BY time".formatted(id))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /**
   * Caps make memory bounded: 200,000 traces that all wait for a parent, and at the same time one
   * of a million spans, pass through one TaskManager that takes no more than 1 GB. Every span is
   * stored, every trace has a row that says what it lacks, and nothing restarts.
   */
  @Test
  @Order(2)
  void floodOfOpenTraces_andOneOfAMillionSpans_passThroughATaskManagerOfOneGigabyte()
      throws Exception {
    try (SpanSender sender = new SpanSender(gateway())) {
      PipelineView view = new PipelineView(stack.settings().clickHouse());
      TraceFlood flood = new TraceFlood(sender);

      flood.sendWaiting(OPEN_TRACES, SPANS_OF_EACH);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> FlinkView.sumOfMetric(stack, "trace", "openTraces") == OPEN_TRACES);
      flood.sendLarge(SPANS_OF_THE_LARGE);
      settle(view, OPEN_TRACES * SPANS_OF_EACH + SPANS_OF_THE_LARGE);

      assertThat(view.count("traces")).isEqualTo(OPEN_TRACES + 1);
      assertThat(
              view.count(
                  "traces WHERE incomplete_reason = 'missing_root+missing_parents' AND span_count ="
                      + " "
                      + SPANS_OF_EACH))
          .isEqualTo(OPEN_TRACES);
      assertThat(
              view.count(
                  "traces WHERE incomplete_reason = 'over_cap' AND span_count = %d AND over_cap_spans = %d"
                      .formatted(CAP, SPANS_OF_THE_LARGE - CAP)))
          .isEqualTo(1);
      assertThat(FlinkView.restores(stack, "trace")).as("restores").isZero();
      for (String name : List.of("taskmanager-1", "taskmanager-2")) {
        assertThat(stack.process(name).restarts()).as(name).isZero();
        assertThat(mostResident(stack.process(name).pid())).as(name).isLessThan(TASK_MANAGER_BYTES);
      }
    }
  }

  private String gateway() {
    return "127.0.0.1:" + stack.settings().port(Port.OTLP_GRPC);
  }

  private static void settle(PipelineView view, long spans) {
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptions()
          .until(() -> view.holds(spans, 0));
    } catch (RuntimeException e) {
      throw new AssertionError(spans + " spans were accepted, but:\n" + view.summary(), e);
    }
  }

  /** The most memory a process ever had, in bytes. */
  private static long mostResident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
