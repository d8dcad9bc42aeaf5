/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heliograph.dev.replay.Replay;
import io.heliograph.dev.replay.ReplayOptions;
import io.heliograph.dev.replay.ReplayProgress;
import io.heliograph.dev.replay.ReplayReport;
import io.heliograph.dev.stack.HeliographStack;
import io.heliograph.dev.stack.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise of the pipeline, on real processes: whatever dies while a recording is replayed at
 * full speed, once all is idle again the raw tables and what was computed of the traces equal, row
 * for row, those of an undisturbed run, and the ledger balances. The replay sends an idempotency
 * key with each batch, so that even a batch whose acknowledgement died with the gateway is stored
 * once.
 *
 * <p>Each run replays the recording with trace ids of its own, or else the trace job would know all
 * spans from the run before, and have nothing to compute.
 *
 * <p>At the end all is killed at once that the registry could lean on, and it goes on.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KillAnythingIT {
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);
  private static final Duration STAYS_FOR = Duration.ofSeconds(6);

  /** Half the usual: what is told in the end must not depend on it. */
  private static final String IDLE = "--idle-ms 4000";

  private static final long AWAY_SECONDS = 15;
  private static final double WHEN = 0.2;
  private static final int LAST = Integer.MAX_VALUE;

  /** All but the registry, and the gateway, which knows nothing of it. */
  private static final List<String> OF_NO_NEED =
      List.of("kafka", "jobmanager", "taskmanager-1", "taskmanager-2", "clickhouse");

  private static final int LEASE_SECONDS = 2;

  @TempDir static Path data;
  @TempDir static Path recording;
  private HeliographStack stack;
  private PipelineView view;
  private PipelineView.Stored undisturbed;
  private TraceViews undisturbedTraces;
  private int runs;

  /** What goes wrong, and when it is over. */
  record Disturbance(String name, Consumer<HeliographStack> strike) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Disturbance> disturbances() {
    return Stream.of(
        // The first: all that follow then strike jobs that live on checkpoints of a former life.
        new Disturbance("kill -9 the JobManager", stack -> stack.kill("jobmanager")),
        new Disturbance("kill -9 a TaskManager", stack -> stack.kill("taskmanager-1")),
        new Disturbance("ClickHouse away for 15 s", stack -> away(stack, "clickhouse")),
        new Disturbance("kill -9 the gateway", stack -> stack.kill("gateway")),
        new Disturbance("Kafka away for 15 s", stack -> away(stack, "kafka")));
  }

  @BeforeAll
  void replayUndisturbed() throws Exception {
    assumeTrue(
        Recording.isThere(), () -> "skipped: there is no recording in " + Recording.TRAIN_TICKET);
    Map<String, String> environment = HeliographStack.onFreePorts(data);
    environment.put("HELIOGRAPH_TRACE_OPTIONS", IDLE);
    stack = HeliographStack.start(environment);
    view = new PipelineView(stack.settings().clickHouse());
    ReplayReport report = replay("undisturbed", progress -> {});
    settle(report);
    undisturbed = view.stored(run());
    undisturbedTraces = view.traces(run());
    assertThat(undisturbed.spans().rows()).isPositive();
    assertThat(undisturbed.logs().rows()).isPositive();
    assertThat(undisturbedTraces.sizes().values()).allMatch(rows -> rows > 0);
  }

  @AfterAll
  void down() throws Exception {
    if (stack != null) {
      stack.abandon();
    }
  }

  @ParameterizedTest
  @MethodSource("disturbances")
  void replay_disturbed_leavesTheRowsOfTheUndisturbedRun(Disturbance disturbance) throws Exception {
    view.forgetAll();
    AtomicReference<CompletableFuture<Void>> struck = new AtomicReference<>();

    ReplayReport report =
        replay(
            disturbance.name().replaceAll("[^A-Za-z0-9]+", "-"),
            progress -> {
              if (progress.share() >= WHEN && struck.get() == null) {
                struck.set(CompletableFuture.runAsync(() -> disturbance.strike().accept(stack)));
              }
            });

    assertThat(struck.get()).as("the disturbance fell into the replay").isNotNull();
    struck.get().get(60, TimeUnit.SECONDS);
    settle(report);
    assertUndisturbed();
    assertThat(view.hiddenTraces()).isZero();
  }

  @Test
  @Order(LAST - 1)
  void downAndUp_afterReplay_carriesOnFromTheData() throws Exception {
    view.forgetAll();
    ReplayReport report = replay("before-down", progress -> {});
    var environment = stack.settings().toEnvironment();
    stack.close();

    stack = HeliographStack.start(environment);

    settle(report);
    assertUndisturbed();
  }

  /** They stay down. */
  @Test
  @Order(LAST)
  void kafkaFlinkAndClickHouseDown_registrationDiscoveryAndExpiryGoOn() throws Exception {
    try (WatchedService orders = new WatchedService(stack, "orders-alone")) {
      assertThat(orders.register("before", 600)).isEqualTo(200);
      within(20, () -> orders.watched().equals(Set.of("before")));

      OF_NO_NEED.forEach(stack::hold);
      within(20, () -> OF_NO_NEED.stream().allMatch(name -> stack.process(name).pid() == 0));
      assertThat(orders.register("stays", 600)).isEqualTo(200);
      assertThat(orders.listed()).containsExactlyInAnyOrder("before", "stays");
      within(1, () -> orders.watched().equals(Set.of("before", "stays")));
      assertThat(orders.deregister("before")).isEqualTo(204);
      within(1, () -> orders.watched().equals(Set.of("stays")));

      assertThat(orders.register("silent", LEASE_SECONDS)).isEqualTo(200);
      final long silentFrom = System.nanoTime();
      assertThat(orders.listed()).containsExactlyInAnyOrder("stays", "silent");
      within(1, () -> orders.watched().equals(Set.of("stays", "silent")));
      within(LEASE_SECONDS + 1, () -> orders.watched().equals(Set.of("stays")));
      assertThat(Duration.ofNanos(System.nanoTime() - silentFrom))
          .isGreaterThan(Duration.ofMillis(LEASE_SECONDS * 1_000 - 200));
      assertThat(orders.listed()).containsExactly("stays");
      assertThat(orders.register("stays", 600)).as("renewed").isEqualTo(200);
      assertThat(OF_NO_NEED).allMatch(name -> stack.process(name).pid() == 0);
    }
  }

  private static void within(int seconds, Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }

  private void assertUndisturbed() {
    assertThat(view.stored(run())).isEqualTo(undisturbed);
    assertThat(view.traces(run()).differencesFrom(undisturbedTraces)).isEmpty();
  }

  /** Two digits that the trace ids of the present run begin with. */
  private String run() {
    return "%02d".formatted(runs);
  }

  private ReplayReport replay(String run, Consumer<ReplayProgress> listener) throws Exception {
    runs++;
    Recording.copyWithIds(run(), recording);
    ReplayReport report =
        Replay.run(
            ReplayOptions.from(recording)
                .endpoint("127.0.0.1:" + stack.settings().port(Port.OTLP_GRPC))
                .run(run)
                .build(),
            listener);
    assertThat(report.complete()).as("every item has an answer: %s", report).isTrue();
    assertThat(report.total().rejected()).as("rejected: %s", report.reasons()).isZero();
    return report;
  }

  /** Waits until all that was accepted is stored and all is well, and that nothing more comes. */
  private void settle(ReplayReport report) {
    try {
      await()
          .atMost(SETTLED_WITHIN)
          .pollInterval(Duration.ofMillis(500))
          .during(STAYS_FOR)
          .ignoreExceptions()
          .until(() -> stack.isHealthy() && view.holds(report));
    } catch (RuntimeException e) {
      throw new AssertionError(
          "accepted "
              + report.items()
              + ", but in ClickHouse:\n"
              + view.summary()
              + "\nJobs: "
              + stack.status().path("jobs").toPrettyString(),
          e);
    }
  }

  private static void away(HeliographStack stack, String process) {
    stack.hold(process);
    try {
      TimeUnit.SECONDS.sleep(AWAY_SECONDS);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    } finally {
      stack.release(process);
    }
  }
}
