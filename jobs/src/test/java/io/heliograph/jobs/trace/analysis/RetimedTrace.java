/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random trace that can be run again with some calls shorter, written for plainness: a child
 * starts as long after the last of the siblings that had ended before it as it did, and a parent
 * ends as long after its last child as it did. Times are whole milliseconds of at most 100, so that
 * no overlap is taken for jitter.
 */
final class RetimedTrace {
  private static final String ELSEWHERE = "elsewhere";

  private final Random random;
  private final ATrace trace = new ATrace();
  private final Work root;

  /** A span: when it ran, and what it made run. */
  private static final class Work {
    final ATrace.Node node;
    final SpanKind kind;
    final double start;
    final double end;
    final List<Work> children = new ArrayList<>();

    Work(ATrace.Node node, SpanKind kind, double start, double end) {
      this.node = node;
      this.kind = kind;
      this.start = start;
      this.end = end;
    }
  }

  /** Part of a span that its parent waits for. */
  private record Part(Work work, double from, double to) {}

  RetimedTrace(Random random) {
    this.random = random;
    double end = 30 + random.nextInt(71);
    root = new Work(trace.root("s", "root", 0, end), SpanKind.SERVER, 0, end);
    fill(root, 0);
  }

  /** Calls one after the other, and whatever beside them. */
  private void fill(Work parent, int depth) {
    double at = parent.start;
    for (int i = random.nextInt(9); i > 0 && at < parent.end; i--) {
      double from = at + random.nextInt(3);
      double to = from + random.nextInt(2 + (int) (parent.end - parent.start) / 4);
      boolean repeated = random.nextInt(3) > 0;
      child(
          parent,
          SpanKind.CLIENT,
          repeated ? "GET" : "call " + trace.spans().size(),
          random.nextInt(3) > 0 ? "redis" : "cache",
          from,
          to);
      at = to;
    }
    double length = parent.end - parent.start;
    for (int i = random.nextInt(4); i > 0; i--) {
      double from = Math.rint(parent.start + length * (random.nextDouble() * 1.2 - 0.2));
      double to = from + Math.rint(length * random.nextDouble());
      boolean taken = random.nextInt(6) == 0;
      SpanKind kind = taken ? SpanKind.CONSUMER : SpanKind.INTERNAL;
      child(parent, kind, "beside", taken ? ELSEWHERE : "", from, to);
    }
    if (depth < 2) {
      for (Work child : parent.children) {
        if (random.nextInt(3) == 0) {
          fill(child, depth + 1);
        }
      }
    }
  }

  private void child(Work parent, SpanKind kind, String name, String peer, double from, double to) {
    String service = peer.equals(ELSEWHERE) ? ELSEWHERE : parent.node.service();
    ATrace.Node node = parent.node.child(kind, service, name, from, to).to(peer);
    parent.children.add(new Work(node, kind, from, to));
  }

  ATrace trace() {
    return trace;
  }

  /**
   * The trace as it would have run.
   *
   * @param takes how many milliseconds spans take instead, by id
   */
  ATrace again(Map<Long, Double> takes) {
    ATrace shorter = new ATrace();
    double end = timed(new Part(root, root.start, root.end), takes);
    ATrace.Node node = shorter.root("s", "root", 0, end);
    place(node, 0, new Part(root, root.start, root.end), takes);
    return shorter;
  }

  private void place(ATrace.Node parent, double start, Part part, Map<Long, Double> takes) {
    if (takes.containsKey(part.work.node.id)) {
      return; // what it called is shorter in whatever way
    }
    List<Part> parts = parts(part);
    double[] starts = starts(part, parts, takes);
    for (int i = 0; i < starts.length; i++) {
      Part child = parts.get(i);
      double from = start + starts[i];
      ATrace.Node node =
          parent.child(child.work.kind, "s", "again", from, from + timed(child, takes));
      place(node, from, child, takes);
    }
  }

  /** How long a part of a span takes. */
  private static double timed(Part part, Map<Long, Double> takes) {
    Double given = takes.get(part.work.node.id);
    if (given != null) {
      return given;
    }
    List<Part> parts = parts(part);
    double[] starts = starts(part, parts, takes);
    double lastBefore = part.from;
    double last = 0;
    for (int i = 0; i < starts.length; i++) {
      lastBefore = Math.max(lastBefore, parts.get(i).to);
      last = Math.max(last, starts[i] + timed(parts.get(i), takes));
    }
    return last + part.to - lastBefore;
  }

  /** When each child begins, from the beginning of its parent on. */
  private static double[] starts(Part parent, List<Part> parts, Map<Long, Double> takes) {
    double[] starts = new double[parts.size()];
    for (int i = 0; i < starts.length; i++) {
      double endedBefore = parent.from;
      double ended = 0;
      for (int j = 0; j < i; j++) {
        if (parts.get(j).to <= parts.get(i).from) {
          endedBefore = Math.max(endedBefore, parts.get(j).to);
          ended = Math.max(ended, starts[j] + timed(parts.get(j), takes));
        }
      }
      starts[i] = ended + parts.get(i).from - endedBefore;
    }
    return starts;
  }

  /** The parts of children that lie within their parent and are waited for, by start. */
  private static List<Part> parts(Part parent) {
    return parent.work.children.stream()
        .filter(child -> child.kind != SpanKind.CONSUMER)
        .map(
            child ->
                new Part(child, Math.max(child.start, parent.from), Math.min(child.end, parent.to)))
        .filter(part -> part.to > part.from)
        .sorted((one, other) -> Double.compare(one.from, other.from))
        .toList();
  }
}
