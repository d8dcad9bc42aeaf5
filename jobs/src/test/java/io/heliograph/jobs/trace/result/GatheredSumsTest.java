/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static io.heliograph.jobs.trace.result.ASpan.client;
import static io.heliograph.jobs.trace.result.ASpan.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the judge gathers over many traces until it is flushed. */
class GatheredSumsTest {
  private static final long MINUTE = 1_793_527_200;
  private static final TraceFacts FACTS = new TraceFacts(0xA, 0xB, 0, 0, 0, 0, null, 1_000);
  private static final Span PLACE = server(1, 0, "orders", "place").from(0, 90).span();
  private static final Span GET = client(2, 1, "orders", "get").to("redis").from(10, 20).span();
  private static final Span GOT = server(3, 2, "stock", "get").from(11, 19).span();

  private final FakeTables tables = new FakeTables();
  private final TraceJudge judge = new TraceJudge(AnalysisSettings.DEFAULTS, 2, 100);

  private void judge(List<Span> before, Span... late) {
    List<Span> all = new ArrayList<>(before);
    all.addAll(List.of(late));
    judge.judge(FACTS, before, TraceTree.of(all), tables);
  }

  private static List<Object> sums(long calls, long errors, long millis, short... buckets) {
    Map<Short, Long> sketch = new HashMap<>();
    for (short bucket : buckets) {
      sketch.merge(bucket, 1L, Long::sum);
    }
    return List.of(calls, errors, millis * ASpan.MILLI, sketch);
  }

  private static List<Object> withoutExemplars(List<Object> values) {
    return values.subList(0, 4);
  }

  private static short bucket(long millis) {
    return Buckets.of(millis * ASpan.MILLI);
  }

  @Test
  void red_ofALateSpan_countsNoOtherAgain() {
    judge(List.of(), PLACE);
    judge(List.of(PLACE), GET);
    judge(List.of(PLACE, GET), GOT);
    judge.flush(tables);

    assertThat(tables.red().keySet())
        .containsExactlyInAnyOrder(
            List.of(MINUTE, "orders", "place", "Server"),
            List.of(MINUTE, "orders", "get", "Client"),
            List.of(MINUTE, "stock", "get", "Server"));
    assertThat(tables.red().values()).allMatch(values -> values.get(0).equals(1L));
  }

  @Test
  void red_ofManyTraces_isOneRowWithTheSlowestOfEach() {
    Span slow = server(7, 0, "orders", "place").from(0, 300).span();
    Span failed = server(8, 0, "orders", "place").from(0, 20).fails(ErrorKind.TIMEOUT).span();
    judge(List.of(), PLACE);
    judge.judge(
        new TraceFacts(1, 1, 0, 0, 0, 0, null, 0), List.of(), TraceTree.of(List.of(slow)), tables);
    judge.judge(
        new TraceFacts(2, 2, 0, 0, 0, 0, null, 0),
        List.of(),
        TraceTree.of(List.of(failed)),
        tables);
    assertThat(tables.red()).isEmpty();

    judge.flush(tables);

    List<Object> values = tables.red().get(List.of(MINUTE, "orders", "place", "Server"));
    assertThat(withoutExemplars(values))
        .isEqualTo(sums(3, 1, 410, bucket(90), bucket(300), bucket(20)));
    assertThat(values.get(4)).isEqualTo("0000000011e1a30000000000000000010000000000000001");
    assertThat(values.get(5)).isEqualTo("0000000001312d0000000000000000020000000000000002");
    judge.flush(tables);
    assertThat(tables.all.stream().filter(out -> out.red() != null)).hasSize(1);
  }

  @Test
  void red_equallySlowTraces_haveTheSameExemplarInAnyOrder() {
    Exemplar exemplar = new Exemplar();
    exemplar.offer(5, 1, -1);
    exemplar.offer(5, 1, 7);
    exemplar.offer(5, 0, 9);

    assertThat(exemplar.text()).isEqualTo("00000000000000050000000000000001ffffffffffffffff");
    assertThat(new Exemplar().text()).isEmpty();
  }

  @Test
  void red_operationsBeyondTheLimit_areOneAndCounted() {
    for (String operation : List.of("a", "b", "c", "d", "a")) {
      judge(List.of(), server(1, 0, "orders", operation).span());
    }
    judge(List.of(), server(1, 0, "stock", "c").span());
    judge.flush(tables);
    judge(List.of(), server(1, 0, "orders", "c").span());
    judge.flush(tables);

    assertThat(judge.overflowedOperations()).isEqualTo(3);
    assertThat(tables.red().keySet().stream().map(key -> key.get(1) + " " + key.get(2)))
        .containsExactlyInAnyOrder("orders a", "orders b", "orders (other)", "stock c");
    assertThat(tables.red().get(List.of(MINUTE, "orders", "(other)", "Server")).get(0))
        .isEqualTo(3L);
  }

  @Test
  void red_servicesBeyondTheLimit_areOne() {
    OperationNames names = new OperationNames(1);
    for (int i = 0; i < OperationNames.MAX_SERVICES; i++) {
      names.service("service-" + i);
    }

    assertThat(names.service("one-more")).isEqualTo(OperationNames.OTHER);
    assertThat(names.operation("one-more", "get")).isEqualTo(OperationNames.OTHER);
    assertThat(names.service("service-7")).isEqualTo("service-7");
  }

  @Test
  void overCap_isInRedAndNowhereElse() {
    judge.countOverCap(1, 2, GOT, tables);
    judge.flush(tables);

    assertThat(tables.red().keySet()).containsExactly(List.of(MINUTE, "stock", "get", "Server"));
    assertThat(tables.all).hasSize(1);
  }

  @Test
  void edge_ofAPeerThatTurnsOutToBeAService_movesToIt() {
    judge(List.of(), PLACE, GET);
    judge.flush(tables);
    assertThat(tables.edges().keySet()).containsExactly(List.of(MINUTE, "orders", "redis"));

    judge(List.of(PLACE, GET), GOT);
    judge.flush(tables);

    assertThat(tables.edges().keySet()).containsExactly(List.of(MINUTE, "orders", "stock"));
    assertThat(withoutExemplars(tables.edges().get(List.of(MINUTE, "orders", "stock"))))
        .isEqualTo(sums(1, 0, 10, bucket(10)));
    assertThat(tables.all.stream().filter(out -> out.edge() != null)).hasSize(3);
  }

  @Test
  void edge_takenBackBeforeAFlush_isNoRow() {
    judge(List.of(), PLACE, GET);
    judge(List.of(PLACE, GET), GOT);
    judge.flush(tables);

    assertThat(tables.all.stream().filter(out -> out.edge() != null)).hasSize(1);
  }

  @Test
  void gathered_beyondTheLimit_isFlushedAtOnce() {
    TraceJudge small = new TraceJudge(AnalysisSettings.DEFAULTS, 1_000, 10);
    for (int i = 0; i < 11; i++) {
      assertThat(tables.red()).isEmpty();
      small.countOverCap(1, 2, server(1, 0, "orders", "op" + i).span(), tables);
    }

    assertThat(tables.red()).hasSize(11);
  }

  @Test
  void windows_ofTimesBeyondWhatATableHolds_areItsFirstAndLast() {
    assertThat(Windows.minute(-5)).isZero();
    assertThat(Windows.minute(59_999_999_999L)).isZero();
    assertThat(Windows.minute(60_000_000_000L)).isEqualTo(60);
    assertThat(Windows.hour(7_199_000_000_000L)).isEqualTo(3_600);
    assertThat(Windows.minute(Long.MAX_VALUE)).isEqualTo(4_294_967_280L);
    assertThat(Windows.hour(Long.MAX_VALUE)).isEqualTo(4_294_965_600L);
  }
}
