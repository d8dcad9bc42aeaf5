/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.heliograph.dev.stack.HeliographStack;
import io.heliograph.dev.stack.Port;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Caps make memory bounded, on real processes: 200,000 traces that all wait for a parent, and at
 * the same time one of a million spans, pass through one TaskManager that takes no more than 1 GB.
 * Every span is stored, every trace has a row that says what it lacks, and nothing restarts.
 */
final class TraceFloodIT {
  private static final int TASK_MANAGER_HEAP_MB = 512;
  private static final long TASK_MANAGER_BYTES = 1L << 30;
  private static final int OPEN_TRACES = 200_000;
  private static final int SPANS_OF_EACH = 2;
  private static final int SPANS_OF_THE_LARGE = 1_000_000;
  private static final int CAP = 10_000;
  private static final int AT_ONCE = 20_000;
  private static final long LARGE = -1;
  private static final Resource SHOP =
      Resource.newBuilder()
          .addAttributes(
              KeyValue.newBuilder()
                  .setKey("service.name")
                  .setValue(AnyValue.newBuilder().setStringValue("shop")))
          .build();

  @TempDir static Path data;
  private final long nowNanos = System.currentTimeMillis() * 1_000_000;
  private HeliographStack stack;

  @AfterEach
  void end() throws Exception {
    if (stack != null) {
      stack.abandon();
      assertThat(ProcessHandle.current().descendants()).as("processes left").isEmpty();
    }
  }

  @Test
  void floodOfOpenTraces_andOneOfAMillionSpans_passThroughATaskManagerOfOneGigabyte()
      throws Exception {
    Map<String, String> environment = new HashMap<>(HeliographStack.onFreePorts(data));
    environment.put("HELIOGRAPH_TASKMANAGER_HEAP_MB", Integer.toString(TASK_MANAGER_HEAP_MB));
    environment.put("HELIOGRAPH_PARALLELISM", "1"); // all on one of them
    environment.put("HELIOGRAPH_TRACE_OPTIONS", "--idle-ms 40000"); // longer than sending takes
    stack = HeliographStack.start(environment);
    try (SpanSender sender = new SpanSender("127.0.0.1:" + stack.settings().port(Port.OTLP_GRPC))) {
      PipelineView view = new PipelineView(stack.settings().clickHouse());
      int waiting = OPEN_TRACES * SPANS_OF_EACH;

      send(sender, waiting, i -> span(1 + i / SPANS_OF_EACH, 1 + i, 1_000_000_000L + i));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> FlinkView.sumOfMetric(stack, "trace", "openTraces") == OPEN_TRACES);
      send(sender, SPANS_OF_THE_LARGE, i -> span(LARGE, 1 + i, i == 0 ? 0 : 1));
      settle(view, waiting + SPANS_OF_THE_LARGE);

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

  private static void send(SpanSender sender, int spans, LongFunction<RecordedSpan> span)
      throws Exception {
    List<RecordedSpan> some = new ArrayList<>(AT_ONCE);
    for (long i = 0; i < spans; i++) {
      some.add(span.apply(i));
      if (some.size() == AT_ONCE || i == spans - 1) {
        sender.send(some);
        some.clear();
      }
    }
  }

  /** Parent 0 is none. */
  private RecordedSpan span(long trace, long id, long parent) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(16, trace))
            .setSpanId(bytes(8, id))
            .setName("step " + id % 50)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(nowNanos + id)
            .setEndTimeUnixNano(nowNanos + 20_000_000 + id);
    if (parent != 0) {
      span.setParentSpanId(bytes(8, parent));
    }
    return new RecordedSpan(SHOP, span.build());
  }

  private static ByteString bytes(int length, long value) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(length).putLong(length - Long.BYTES, value).array());
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
