/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A span as a line: who and what, kind, bar, duration, marks. */
final class SpanText {
  private static final int KIND = 8;
  private static final int DURATION = 11;
  private static final int MARKS = 13;

  private final int label;
  private final int bar;
  private final int width;
  private final Ink ink;
  private final TimeScale scale;
  private final PathText path;

  SpanText(int width, Ink ink, TimeScale scale, PathText path) {
    this.width = width;
    this.ink = ink;
    this.scale = scale;
    this.path = path;
    int free = width - KIND - DURATION - MARKS - 4;
    this.label = free * 11 / 20;
    this.bar = free - label;
  }

  /** Levels of the tree that leave room for a name. */
  int maxIndent() {
    return Math.max(2, (label - 16) / 2);
  }

  String titles() {
    String end = Amounts.duration(scale.nanos());
    return ink.faint(
            Cells.fit("", label + KIND + 2)
                + "0"
                + Cells.right(end, bar - 1)
                + " "
                + Cells.right("took", DURATION)
                + (path.services(new Ink(false)).isEmpty() ? "" : " ◆ own time"))
        .stripTrailing();
  }

  String line(TreeLine line, SpanRow span) {
    String service = Cells.oneLine(span.service());
    String operation = Cells.oneLine(span.operation());
    String name = Cells.fit(line.prefix() + service + " " + operation, label);
    int prefixEnd = Math.min(name.length(), line.prefix().length());
    int serviceEnd = Math.min(name.length(), prefixEnd + service.length());
    String what = name.substring(serviceEnd);
    long self = path.selfNanos(span);
    String text =
        ink.faint(name.substring(0, prefixEnd))
            + ink.service(span.service(), name.substring(prefixEnd, serviceEnd))
            + (span.failed() ? ink.red(what) : what)
            + " "
            + ink.faint(Cells.fit(kind(span), KIND))
            + " "
            + ink.service(span.service(), scale.bar(span, bar, self >= 0 ? '█' : '▒'))
            + " "
            + Cells.right(Amounts.duration(span.durationNanos()), DURATION)
            + (span.failed() ? ink.red(" ✗") : "")
            + (self >= 0 ? ink.bold(" ◆ " + Amounts.duration(self)) : "")
            + (span.copies() > 1 ? " ×" + span.copies() : "");
    return text.stripTrailing();
  }

  /** What is said about a span, below it: indented as its children, wrapped. */
  List<String> below(TreeLine line, String sign, String text) {
    String indent = Cells.cut(line.below(), label);
    List<String> lines = new ArrayList<>();
    int room = width - Cells.width(indent) - 2;
    String rest = Cells.oneLine(text);
    for (String mark = sign; !rest.isEmpty(); mark = " ") {
      String part = Wrap.first(rest, room);
      lines.add(ink.faint(indent) + mark + " " + part);
      rest = rest.substring(part.length()).strip();
    }
    return lines;
  }

  private static String kind(SpanRow span) {
    String kind = Cells.oneLine(span.kind());
    return kind.equals("Unspecified") ? "" : kind.toLowerCase(Locale.ROOT);
  }
}
