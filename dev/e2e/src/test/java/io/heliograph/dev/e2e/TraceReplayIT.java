/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.heliograph.dev.replay.Replay;
import io.heliograph.dev.replay.ReplayOptions;
import io.heliograph.dev.stack.HeliographStack;
import io.heliograph.dev.stack.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the trace job, on real processes: what it says of traces follows from their spans
 * alone. Whatever the order in which they come, however often each comes and however late, and
 * though a TaskManager dies meanwhile, and another while late spans revise, in the end its views
 * hold the same rows, which agree with what SQL counts over the raw spans.
 *
 * <p>Both runs have trace ids of their own, or else the job would know all spans of the second from
 * the first.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class TraceReplayIT {
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
  private static final Duration STAYS_FOR = Duration.ofSeconds(3);

  /** Half the usual: what is told in the end must not depend on it. */
  private static final String IDLE = "--idle-ms 4000";

  private static final double LATE_SHARE = 0.05;
  private static final long SEED = 20230129;
  private static final String FIRST_IDS = "01";
  private static final String OTHER_IDS = "02";

  @TempDir static Path directory;
  private HeliographStack stack;
  private PipelineView view;
  private List<RecordedSpan> recorded;
  private Set<RecordedSpan> distinct;

  /** What a run left behind. */
  record Outcome(TraceViews views, long replays, long lateSpans, List<String> contradictions) {
    static Outcome of(PipelineView view, String ids) {
      return new Outcome(
          view.traces(ids),
          view.sumOverTraces("duplicate_spans"),
          view.sumOverTraces("late_spans"),
          view.contradictions());
    }
  }

  private Outcome inOrder;

  @BeforeAll
  void replayInOrder() throws Exception {
    assumeTrue(
        Recording.isThere(), () -> "skipped: there is no recording in " + Recording.TRAIN_TICKET);
    Path spans = directory.resolve("recording");
    Recording.copySpansWithIds(FIRST_IDS, spans);
    recorded = RecordedSpan.all(spans);
    distinct = new LinkedHashSet<>(recorded);
    Map<String, String> environment = HeliographStack.onFreePorts(directory.resolve("stack"));
    environment.put("HELIOGRAPH_TRACE_OPTIONS", IDLE);
    stack = HeliographStack.start(environment);
    view = new PipelineView(stack.settings().clickHouse());
    Replay.run(ReplayOptions.from(spans).endpoint(endpoint()).build());
    settle(recorded.size());
    inOrder = Outcome.of(view, FIRST_IDS);
    view.forgetAll();
  }

  @AfterAll
  void end() throws Exception {
    if (stack != null) {
      stack.abandon();
    }
  }

  @Test
  void replay_inOrder_tellsOfEachTraceWhatItsRawSpansSay() {
    assertThat(inOrder.contradictions()).isEmpty();
    assertThat(inOrder.replays()).isEqualTo(recorded.size() - distinct.size());
    assertThat(inOrder.views().sizes()).containsEntry("traces", traceIds(recorded).size());
    assertThat(inOrder.views().sizes().values()).allMatch(rows -> rows > 0);
  }

  @Test
  void replay_shuffledAndTwiceAndLateAndKilled_leavesTheRowsOfTheRunInOrder() throws Exception {
    Random random = new Random(SEED);
    Set<RecordedSpan> heldBack = share(random);
    List<RecordedSpan> early = twice(span -> !heldBack.contains(span), random);
    List<RecordedSpan> late = twice(heldBack::contains, random);
    Set<ByteString> toldEarly = traceIds(early);
    long latecomers =
        heldBack.stream()
            .map(span -> span.withIds(OTHER_IDS).span().getTraceId())
            .filter(toldEarly::contains)
            .count();

    Outcome disordered;
    try (SpanSender sender = new SpanSender(endpoint())) {
      sender.send(early.subList(0, early.size() / 2));
      stack.kill("taskmanager-1");
      sender.send(early.subList(early.size() / 2, early.size()));
      settle(early.size());
      long restores = FlinkView.restores(stack, "trace");
      assertThat(restores).as("the trace job lost a task").isPositive();
      sender.send(late.subList(0, late.size() / 2));
      stack.kill("taskmanager-2");
      sender.send(late.subList(late.size() / 2, late.size()));
      settle(early.size() + late.size());
      assertThat(FlinkView.restores(stack, "trace"))
          .as("it lost one again, while revisions were on their way")
          .isGreaterThan(restores);
      disordered = Outcome.of(view, OTHER_IDS);
    }

    assertThat(disordered.views().differencesFrom(inOrder.views())).isEmpty();
    assertThat(disordered.contradictions()).isEmpty();
    assertThat(disordered.replays()).isEqualTo(2L * recorded.size() - distinct.size());
    assertThat(disordered.lateSpans()).isGreaterThanOrEqualTo(latecomers);
    assertThat(latecomers).isPositive();
  }

  private Set<RecordedSpan> share(Random random) {
    List<RecordedSpan> some = new ArrayList<>(distinct);
    Collections.shuffle(some, random);
    return new HashSet<>(some.subList(0, (int) (some.size() * LATE_SHARE)));
  }

  private List<RecordedSpan> twice(Predicate<RecordedSpan> which, Random random) {
    List<RecordedSpan> spans = new ArrayList<>();
    recorded.stream().filter(which).map(span -> span.withIds(OTHER_IDS)).forEach(spans::add);
    spans.addAll(List.copyOf(spans));
    Collections.shuffle(spans, random);
    return spans;
  }

  private static Set<ByteString> traceIds(List<RecordedSpan> spans) {
    return spans.stream().map(span -> span.span().getTraceId()).collect(Collectors.toSet());
  }

  private String endpoint() {
    return "127.0.0.1:" + stack.settings().port(Port.OTLP_GRPC);
  }

  /** Waits until so many spans are stored and told of, and sees that nothing more comes. */
  private void settle(long spans) {
    try {
      await()
          .atMost(SETTLED_WITHIN)
          .pollInterval(Duration.ofMillis(500))
          .during(STAYS_FOR)
          .ignoreExceptions()
          .until(() -> view.holds(spans, 0));
    } catch (RuntimeException e) {
      throw new AssertionError(spans + " spans were accepted, but:\n" + view.summary(), e);
    }
  }
}
