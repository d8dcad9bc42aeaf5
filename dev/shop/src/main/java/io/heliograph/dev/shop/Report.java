/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** Asks ClickHouse what the demo left there, and tells a person. */
final class Report {
  private Report() {}

  /** Prints all; whether the required checks hold. */
  static boolean print(
      ClickHouse clickHouse, DemoRun run, Ledger ledger, PrintStream out, boolean terminal)
      throws IOException, InterruptedException {
    Page page = new Page(clickHouse, run, out, terminal);
    TrafficSection.print(page);
    FaultSection.print(page);
    FindingSection.print(page);
    TraceSection.print(page);
    FleetSection.print(page);
    FlowSection.print(page);
    books(page, ledger);
    return verdict(page);
  }

  private static void books(Page page, Ledger ledger) {
    page.title("The pipeline's books, of all its time");
    Table table =
        new Table(
            "signal", "accepted", "stored", "dead", "balance", "rejected", "late", "duplicate");
    for (Ledger.Line line : ledger.lines()) {
      long missing = line.accepted() - line.stored() - line.dead();
      table.row(
          line.signal(),
          Page.number(line.accepted()),
          Page.number(line.stored()),
          Page.number(line.dead()),
          line.balanced()
              ? page.ink.green("0")
              : page.ink.red(String.format(Locale.ROOT, "%+,d", -missing)),
          Page.number(line.rejected()),
          Page.number(line.late()),
          Page.number(line.duplicate()));
    }
    page.table(table);
    page.check(ledger.balanced(), true, "the ledger balances: accepted = stored + dead");
  }

  private static boolean verdict(Page page) {
    page.title("Checks");
    Ink ink = page.ink;
    for (Page.Check check : page.checks()) {
      String failed = check.required() ? ink.red("✗ ") : ink.yellow("! ");
      page.line((check.holds() ? ink.green("✓ ") : failed) + check.text());
    }
    return page.checks().stream().allMatch(check -> check.holds() || !check.required());
  }
}
