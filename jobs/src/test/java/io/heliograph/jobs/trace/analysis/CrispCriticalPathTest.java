/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases that CRISP publishes (uber-research/CRISP: {@code test_cases}, and the graphs of {@code
 * tests/test_graph.py}), told in letters: {@code BA:10-60} is B, called by A, from 10 to 60. Each
 * is a service of its own, unless it is marked: {@code c} is a client in its parent's service,
 * {@code s} a server.
 *
 * <p>Expected is which spans are on the path, and the exclusive time that is published of each.
 * CRISP's exclusive time of a span is its duration without those of its children on the path, and
 * no less than 0. It is derived here from our path. Our own time of a span is that of its segments,
 * which never overlap and add up to the root's duration; it stands after a stroke where it is
 * another: {@code 400/402}. That is so where calls overlap by less than 1% of their parent: both
 * paths have all of them, but the exclusive times count the overlap twice. It is so in case 26 as
 * well, where a server begins and ends after its client: our path is the client's until it begins,
 * and is back with the caller when the client ends. That case also has a span without duration,
 * which CRISP lists with 0 and our path does not.
 */
final class CrispCriticalPathTest {
  /** How much longer than its client CRISP lets a server be, by the clock of another host. */
  private static final double LENGTHENED = 1.01;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "case 1, A:0-100, A 100",
    "case 2, A:0-100 BA:10-60, A 50 B 50",
    "case 3, A:0-100 BA:0-100, A 0 B 100",
    "case 4, A:0-100 BA:10-60 CB:20-30, A 50 B 40 C 10",
    "cases 5 and 6, A:0-100 BA:10-30 CA:40-50 DA:60-90, A 40 B 20 C 10 D 30",
    "case 7, A:0-100 BA:10-110 CB:40-50, A 10 B 80 C 10",
    "case 8, A:0-100 BA:10-70 CB:20-120, A 40 B 10 C 50",
    "case 9, A:0-100 BA:110-160 CB:120-150 DA:60-90, A 70 D 30",
    "case 10, A:0-1000 BA:10-210 CA:209-309 DA:308-608, A 400/402 B 200/199 C 100/99 D 300",
    "case 11, A:0-100 BA:30-60, A 70 B 30",
    "cases 12 and 13, A:0-100 BA:10-70 CB:25-45 DB:30-50, A 40 B 40 D 20",
    "case 14, A:0-80 BA:10-30 CA:20-45 DA:40-65, A 35 B 20 D 25",
    "case 15, A:0-100 BA:10-20 CA:25-35 DA:40-50 EA:55-65 FA:70-80 GA:85-100,"
        + " A 35 B 10 C 10 D 10 E 10 F 10 G 15",
    "case 16, A:0-110 BA:10-20 CA:15-35 DA:30-40 EA:50-60 FA:70-100 GF:80-90,"
        + " A 50 B 10 D 10 E 10 F 20 G 10",
    "case 17, A:0-100 BA:20-70 CB:30-50 DA:80-90, A 40 B 30 C 20 D 10",
    "case 18, A:0-250 BA:10-110 CB:30-40 DB:50-60 EB:70-80 FA:120-220 GF:140-200 HG:150-170"
        + " IG:180-190, A 50 B 70 C 10 D 10 E 10 F 40 G 30 H 20 I 10",
    "cases 19 to 21, A:0-600 BA:10-210 CA:205-305 DA:300-600, A 0/10 B 200/195 C 100/95 D 300",
    "case 22, A:0-300 BA:50-100 CA:150-200 DA:250-300, A 150 B 50 C 50 D 50",
    "cases 23 to 25, A:0-700 BA:50-350 CB:100-150 DB:200-250 EB:300-350"
        + " FA:400-700 GF:450-500 HF:550-600 IF:650-700,"
        + " A 100 B 150 C 50 D 50 E 50 F 150 G 50 H 50 I 50",
    "case 26, R:0-1000 AR:100-600c SA:105-609s XS:550-609 ZR:700-700 BR:750-950c TB:745-945s,"
        + " R 300 B 0 T 200 A 0/5 S 441/445 X 59/50",
    "sampleGraph, A:0-100 BA:10-70 CB:25-45 DB:30-50, A 40 B 40 D 20",
    "sampleGraph2, A:0-700 BA:50-350 CB:100-150 DB:200-250 EB:300-350"
        + " FA:400-700 GF:450-500 HF:550-600 IF:650-700 XA:100-200 YX:150-200,"
        + " A 100 B 150 C 50 D 50 E 50 F 150 G 50 H 50 I 50",
    "timeskew_graph, A:0-100 BA:10-60c CB:1000-1030s, A 50 B 20 C 30",
    "mild_overlap_graph, A:0-1000 BA:0-500 CA:495-1000, A 0 B 500/495 C 505",
  })
  void publishedCase_comesOut(String name, String spans, String times) {
    Map<String, Long> published = new HashMap<>();
    Map<String, Long> ours = new HashMap<>();
    String[] words = times.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      String[] both = words[i + 1].split("/");
      published.put(words[i], Long.valueOf(both[0]));
      ours.put(words[i], Long.valueOf(both[both.length - 1]));
    }
    TraceTree tree = told(spans).tree();
    CriticalPath path = CriticalPath.of(tree);
    int root = tree.roots()[0];
    Map<String, Long> exclusive = new HashMap<>();

    addExclusive(tree, path, root, raw(tree, root), exclusive);

    assertThat(exclusive).isEqualTo(published);
    assertThat(own(tree, path)).as("of our segments").isEqualTo(ours);
    assertThat(path.segments().stream().mapToLong(s -> s.endNanos() - s.startNanos()).sum())
        .as("our segments together")
        .isEqualTo(tree.duration(root));
  }

  private static Map<String, Long> own(TraceTree tree, CriticalPath path) {
    Map<String, Long> own = new HashMap<>();
    for (int i = 0; i < tree.size(); i++) {
      if (path.contains(i)) {
        own.put(tree.span(i).operation(), path.selfNanos(i) / ATrace.MILLI);
      }
    }
    return own;
  }

  /** What CRISP has of a span: the part of it that counts, and how long that is. */
  private record Part(long start, long end, long nanos) {}

  private static Part raw(TraceTree tree, int span) {
    return new Part(tree.span(span).startNanos(), tree.span(span).endNanos(), tree.duration(span));
  }

  private static Part within(TraceTree tree, int span, int parent, Part of) {
    Part raw = raw(tree, span);
    boolean served =
        tree.span(span).kind() == SpanKind.SERVER
            && tree.span(parent).kind() == SpanKind.CLIENT
            && tree.duration(span) <= LENGTHENED * tree.duration(parent);
    if (served) { // by another clock: its times say nothing
      return new Part(raw.start, raw.end, Math.min(raw.nanos, of.nanos));
    }
    long start = Math.max(raw.start, of.start);
    long end = Math.min(raw.end, of.end);
    return new Part(start, end, end - start);
  }

  private static void addExclusive(
      TraceTree tree, CriticalPath path, int span, Part part, Map<String, Long> exclusive) {
    long nanos = part.nanos;
    for (int child : tree.children(span)) {
      if (path.contains(child)) {
        Part inner = within(tree, child, span, part);
        nanos -= inner.nanos;
        addExclusive(tree, path, child, inner, exclusive);
      }
    }
    exclusive.put(tree.span(span).operation(), Math.max(0, nanos) / ATrace.MILLI);
  }

  private static ATrace told(String spans) {
    ATrace trace = new ATrace();
    Map<Character, ATrace.Node> known = new HashMap<>();
    for (String span : spans.split(" ")) {
      String[] parts = span.split("[:\\-cs]");
      String name = parts[0].substring(0, 1);
      double start = Double.parseDouble(parts[1]);
      double end = Double.parseDouble(parts[2]);
      ATrace.Node node;
      if (parts[0].length() == 1) {
        node = trace.root(SpanKind.UNSPECIFIED, name, name, start, end);
      } else {
        ATrace.Node parent = known.get(parts[0].charAt(1));
        node =
            switch (span.charAt(span.length() - 1)) {
              case 'c' -> parent.child(SpanKind.CLIENT, parent.service(), name, start, end);
              case 's' -> parent.child(SpanKind.SERVER, name, name, start, end);
              default -> parent.child(SpanKind.UNSPECIFIED, name, name, start, end);
            };
      }
      known.put(name.charAt(0), node);
    }
    return trace;
  }
}
