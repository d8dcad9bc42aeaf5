/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds the parent of each span, whatever the ids look like.
 *
 * <ul>
 *   <li>Client and server may have recorded one RPC under one id, as Zipkin's B3 does: then the
 *       client's half is the parent of the server's, and children hang under the server's half
 *       unless only the client's service is theirs.
 *   <li>Of more than {@value #ALIKE} spans with one id the first may be parents.
 *   <li>A span that names itself has no parent.
 *   <li>A cycle is cut at the span that comes first in the order of the tree.
 * </ul>
 */
final class Parents {
  private static final int NONE = -1;

  /** Halves of a call are two, or few if it was repeated; more share an id by mistake. */
  private static final int ALIKE = 64;

  final int[] of;
  final int missing;
  private final boolean[] cut;

  Parents(Span[] spans) {
    IdIndex ids = new IdIndex(spans);
    of = new int[spans.length];
    cut = new boolean[spans.length];
    Set<Long> absent = null;
    for (int i = 0; i < spans.length; i++) {
      of[i] = find(spans, ids, i);
      long parentId = spans[i].parentId();
      if (of[i] == NONE && parentId != 0 && parentId != spans[i].id()) {
        absent = absent == null ? new HashSet<>() : absent;
        absent.add(parentId);
      }
    }
    missing = absent == null ? 0 : absent.size();
    cutCycles();
  }

  /** Whether a span names no parent, or none but itself. */
  static boolean isRoot(Span span) {
    return span.parentId() == 0 || span.parentId() == span.id();
  }

  private static boolean isCalling(Span span) {
    return span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER;
  }

  private static int find(Span[] spans, IdIndex ids, int index) {
    Span span = spans[index];
    if (!isCalling(span)) {
      int seen = 0;
      for (int i = ids.first(span.id()); i >= 0 && seen < ALIKE; i = ids.next(i)) {
        seen++;
        if (i != index && isCalling(spans[i])) {
          return i;
        }
      }
    }
    return isRoot(span) ? NONE : half(spans, ids, span);
  }

  private static int half(Span[] spans, IdIndex ids, Span child) {
    int calling = NONE;
    int serving = NONE;
    int servingSame = NONE;
    int seen = 0;
    for (int i = ids.first(child.parentId()); i >= 0 && seen < ALIKE; i = ids.next(i)) {
      seen++;
      Span span = spans[i];
      if (isCalling(span)) {
        calling = calling == NONE ? i : calling;
      } else {
        serving = serving == NONE ? i : serving;
        if (servingSame == NONE && span.service().equals(child.service())) {
          servingSame = i;
        }
      }
    }
    if (servingSame != NONE) {
      return servingSame;
    }
    if (serving == NONE || (calling != NONE && spans[calling].service().equals(child.service()))) {
      return calling;
    }
    return serving;
  }

  /** Follows each span upwards once; a path that comes back to itself is a cycle. */
  private void cutCycles() {
    int[] seenIn = new int[of.length];
    for (int i = 0; i < of.length; i++) {
      int at = i;
      while (at != NONE && seenIn[at] == 0) {
        seenIn[at] = i + 1;
        at = of[at];
      }
      if (at != NONE && seenIn[at] == i + 1) {
        cutAtFirst(at);
      }
    }
  }

  private void cutAtFirst(int within) {
    int first = within;
    for (int at = of[within]; at != within; at = of[at]) {
      first = Math.min(first, at);
    }
    of[first] = NONE;
    cut[first] = true;
  }

  /** Whether a cycle was cut at a span. */
  boolean isCut(int span) {
    return cut[span];
  }
}
