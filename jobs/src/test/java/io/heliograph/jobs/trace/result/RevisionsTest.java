/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.analysis.FindingKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However the spans of traces come, the tables show the same in the end. */
class RevisionsTest {
  private static final int TRACES = 300;

  /** What depends on how the spans came, by design. */
  private static final String[] OF_ARRIVAL = {
    "revision", "version", "lateSpans", "duplicateSpans", "detectedAtMillis"
  };

  @Test
  void judge_inAnyRevisions_endsAsOneJudgementOfAll() {
    FakeTables expected = inOne();
    FakeTables actual = inMany();

    assertThat(sorted(actual.traces(), Comparator.comparing(TraceRow::traceLow)))
        .usingRecursiveComparison()
        .ignoringFields(OF_ARRIVAL)
        .isEqualTo(sorted(expected.traces(), Comparator.comparing(TraceRow::traceLow)));
    Comparator<FindingRow> order =
        Comparator.comparing(FindingRow::traceLow)
            .thenComparing(FindingRow::kind)
            .thenComparing(FindingRow::place)
            .thenComparing(FindingRow::service)
            .thenComparing(FindingRow::operation);
    assertThat(sorted(actual.findings(), order))
        .usingRecursiveComparison()
        .ignoringFields(OF_ARRIVAL)
        .isEqualTo(sorted(expected.findings(), order));
    assertThat(actual.red()).isEqualTo(expected.red());
    assertThat(actual.edges()).isEqualTo(expected.edges());
    assertThat(actual.lanes()).isEqualTo(expected.lanes());
  }

  @Test
  void randomTraces_haveOfEverything() {
    FakeTables tables = inMany();

    assertThat(tables.findings().stream().map(FindingRow::kind).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            Stream.of(FindingKind.values()).map(FindingKind::label).toArray(String[]::new));
    assertThat(tables.traces()).anyMatch(row -> row.incompleteReason().contains("missing_root"));
    assertThat(tables.traces()).anyMatch(row -> row.incompleteReason().isEmpty());
    assertThat(tables.edges().keySet())
        .anyMatch(edge -> edge.get(1).toString().startsWith("kafka/")); // is the caller
    assertThat(tables.all).anyMatch(out -> out.trace() != null && out.trace().deleted());
    assertThat(tables.all).anyMatch(out -> out.finding() != null && out.finding().deleted());
    assertThat(tables.all).anyMatch(out -> out.edge() != null && out.edge().calls() < 0);
    assertThat(new TreeSet<>(tables.traces().stream().map(TraceRow::startDay).toList())).hasSize(2);
  }

  private static FakeTables inOne() {
    FakeTables tables = new FakeTables();
    TraceJudge judge = new TraceJudge(AnalysisSettings.DEFAULTS, 100, 1_000_000);
    for (int trace = 1; trace <= TRACES; trace++) {
      TraceTree tree = TraceTree.of(RandomTrace.of(trace));
      judge.judge(facts(trace, 0, 0, 0), List.of(), tree, tables);
    }
    judge.flush(tables);
    return tables;
  }

  /** Traces in turns, by two judges, each in revisions of its own. */
  private static FakeTables inMany() {
    Random random = new Random(3);
    FakeTables tables = new FakeTables();
    TraceJudge[] judges = {
      new TraceJudge(AnalysisSettings.DEFAULTS, 100, 1_000_000),
      new TraceJudge(AnalysisSettings.DEFAULTS, 100, 7)
    };
    List<Arrivals> open = new ArrayList<>();
    for (int trace = 1; trace <= TRACES; trace++) {
      open.add(new Arrivals(trace, random));
    }
    while (!open.isEmpty()) {
      int at = random.nextInt(open.size());
      TraceJudge judge = judges[random.nextInt(judges.length)];
      if (!open.get(at).revise(judge, random, tables)) {
        open.remove(at);
      }
      if (random.nextInt(20) == 0) {
        judge.flush(tables);
      }
    }
    for (TraceJudge judge : judges) {
      judge.flush(tables);
    }
    return tables;
  }

  private static TraceFacts facts(long trace, int revision, int late, int duplicates) {
    return new TraceFacts(
        RandomTrace.HIGH, trace, revision, late, duplicates, 0, null, 1_000_000 + revision);
  }

  private static <T> List<T> sorted(List<T> rows, Comparator<T> order) {
    return rows.stream().sorted(order).toList();
  }

  /** The spans of a trace as they come, and what an assembly would keep of them. */
  private static final class Arrivals {
    private final long trace;
    private final List<Span> coming;
    private final Map<Long, Span> known = new LinkedHashMap<>();
    private int revision;
    private int duplicates;

    Arrivals(long trace, Random random) {
      this.trace = trace;
      coming = RandomTrace.shuffledWithReplays(RandomTrace.of(trace), random);
    }

    /** Takes some more spans and has them judged; false once there are none. */
    boolean revise(TraceJudge judge, Random random, FakeTables tables) {
      List<Span> before = new ArrayList<>(known.values());
      int size = Math.min(coming.size(), 1 + random.nextInt(12));
      for (Span span : coming.subList(0, size)) {
        duplicates += known.putIfAbsent(span.fingerprint(), span) == null ? 0 : 1;
      }
      coming.subList(0, size).clear();
      judge.judge(
          facts(trace, revision, revision == 0 ? 0 : known.size(), duplicates),
          before,
          TraceTree.of(new ArrayList<>(known.values())),
          tables);
      revision++;
      return !coming.isEmpty();
    }
  }
}
