/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.shop.FaultSchedule.Symptom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What went wrong when, and whom the data names. */
final class FaultSection {
  private FaultSection() {}

  static void print(Page page) throws IOException, InterruptedException {
    page.title("Faults, and who was found to be at fault");
    List<Window> windows = page.run().windows();
    if (windows.isEmpty()) {
      page.line("None was planted.");
      return;
    }
    List<OwnWork> work = ownWork(page, windows);
    Table table =
        new Table("fault", "at", "for", "found", "evidence: its own work, inside vs. outside");
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      if (window.isShape()) {
        continue; // see FindingSection
      }
      if (window.fault().symptom() == Symptom.DEATH) {
        death(page, table, window);
      } else {
        culprit(page, table, window, OwnWork.culprit(work, i + 1, window.fault().symptom()));
      }
    }
    page.table(table);
  }

  private static List<OwnWork> ownWork(Page page, List<Window> windows)
      throws IOException, InterruptedException {
    List<OwnWork> work = new ArrayList<>();
    for (JsonNode row : page.rows(ReportQueries.ownWork(page.run().loadFromMillis(), windows))) {
      work.add(
          new OwnWork(
              row.path("service").asText(),
              row.path("window").asInt(),
              row.path("calls").asLong(),
              row.path("p95").asDouble(),
              row.path("errors").asLong()));
    }
    return work;
  }

  private static void culprit(
      Page page, Table table, Window window, Optional<OwnWork.Finding> found) {
    Symptom symptom = window.fault().symptom();
    String name = found.map(OwnWork.Finding::service).orElse("nobody");
    boolean right = name.equals(window.fault().service());
    table.row(
        window.fault().name(),
        Page.clock(window.fromMillis()),
        String.format(Locale.ROOT, "%.0f s", (window.toMillis() - window.fromMillis()) / 1e3),
        right ? page.ink.green(name + " ✓") : page.ink.red(name + " ✗"),
        found.map(f -> evidence(f, symptom)).orElse("-"));
    page.check(right, false, "'" + window.fault().name() + "' is put down to " + name);
  }

  private static String evidence(OwnWork.Finding found, Symptom symptom) {
    return symptom == Symptom.SLOW
        ? "p95 "
            + Page.millis(found.inside().p95Nanos())
            + " vs. "
            + Page.millis(found.outside().p95Nanos())
        : String.format(
            Locale.ROOT,
            "errors %.0f %% vs. %.1f %%",
            100 * found.inside().errorShare(),
            100 * found.outside().errorShare());
  }

  private static void death(Page page, Table table, Window window)
      throws IOException, InterruptedException {
    Optional<JsonNode> down =
        page.rows(ReportQueries.DEATHS).stream()
            .filter(r -> r.path("instance_id").asText().equals(FaultSchedule.VICTIM))
            .filter(r -> r.path("at").asLong() >= window.fromMillis())
            .findFirst();
    table.row(
        window.fault().name(),
        Page.clock(window.fromMillis()),
        "",
        down.isPresent() ? page.ink.green(FaultSchedule.VICTIM + " ✓") : page.ink.red("nobody ✗"),
        down.map(r -> (r.path("at").asLong() - window.fromMillis()) / 1e3)
            .map(s -> String.format(Locale.ROOT, "DOWN %.1f s after it died", s))
            .orElse("-"));
    page.check(down.isPresent(), false, "the death of an instance is noticed");
  }
}
