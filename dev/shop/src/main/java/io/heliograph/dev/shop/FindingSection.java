/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.dev.shop.FaultSchedule.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the trace job found, beside what was planted. Each planted shape must be found, with the
 * service and the operation at fault: it is in every trace of its window, and no matter of
 * statistics. A finding that no fault is a reason for is shown, and fails the demo if none was
 * planted: beside planted ones, a busy machine adds true ones of its own.
 */
final class FindingSection {
  private FindingSection() {}

  static void print(Page page) throws IOException, InterruptedException {
    page.title("What the trace job found");
    Findings findings = page.findings();
    Table table = new Table("fault", "must be found", "found", "saving", "e.g. trace");
    for (Window window : page.run().windows()) {
      if (window.isShape()) {
        planted(page, table, window, findings.expected(window));
      }
    }
    if (!page.run().windows().isEmpty()) {
      page.table(table);
    }
    others(page, findings.unexplained(page.run().windows()));
  }

  private static void planted(Page page, Table table, Window window, List<Finding> found) {
    String name = window.fault().name();
    Verdict expected = window.fault().expected();
    boolean any = !found.isEmpty();
    table.row(
        name,
        expected,
        any ? page.ink.green(Page.number(found.size()) + " ✓") : page.ink.red("0 ✗"),
        any ? Saving.words(found) : "-",
        any ? found.get(0).trace() : "-");
    page.check(
        any,
        true,
        any
            ? "'" + name + "' is found: " + expected
            : "'%s' was never found: no %s in a trace begun %s to %s"
                .formatted(
                    name,
                    expected,
                    Page.clock(window.fromMillis()),
                    Page.clock(window.toMillis())));
  }

  private static void others(Page page, List<Finding> unexplained) {
    boolean healthy = page.run().windows().isEmpty();
    page.check(unexplained.isEmpty(), healthy, "the trace job found nothing that was not planted");
    if (unexplained.isEmpty()) {
      page.line("Nothing else, inside of the windows or outside.");
      return;
    }
    page.line(
        page.ink.yellow(Page.number(unexplained.size()) + " findings that no fault explains:"));
    Table table = new Table("finding", "found", "first at", "e.g. trace");
    Map<String, List<Finding>> groups =
        unexplained.stream()
            .collect(
                Collectors.groupingBy(
                    finding -> finding.verdict().toString(), TreeMap::new, Collectors.toList()));
    groups.forEach(
        (verdict, group) ->
            table.row(
                verdict,
                Page.number(group.size()),
                Page.clock(group.stream().mapToLong(Finding::atMillis).min().orElseThrow()),
                group.get(0).trace()));
    page.table(table);
  }
}
