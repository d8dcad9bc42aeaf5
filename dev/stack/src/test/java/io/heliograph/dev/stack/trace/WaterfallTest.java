/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import static io.heliograph.dev.stack.trace.Traces.PLAIN;
import static io.heliograph.dev.stack.trace.Traces.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person sees, to the letter. */
class WaterfallTest {
  @Test
  void of_judgedTrace_allThatIsKnownOfIt() {
    assertThat(text(Traces.judged(), PLAIN))
        .isEqualTo(
            """
            frontend POST /checkout
            trace 4bf92f3577b34da6a3ce929d0e0e4736
            2026-03-31 12:00:00.250 UTC · 400 ms · 9 spans · 4 services: frontend, orders, payments, mailer
            incomplete: 1 parent is missing, 30 spans over the cap, not analysed · 4 errors · culprit payments · lane blue · 2 late spans, revision 3 · 1 duplicate · kept longer: errors
            critical path: payments 270 ms (68%), orders 100 ms (25%), frontend 30.0 ms (8%)

                                                         0                      400 ms        took ◆ own time
            frontend POST /checkout             server   █████████████████████████████      400 ms ◆ 20.0 ms
            └ frontend orders.Place             client    ███████████████████████████       380 ms ✗ ◆ 10.0 ms
              └ orders orders.Place             server    ███████████████████████████       370 ms ✗ ◆ 30.0 ms
                │ ▲ the same call again and again: orders HGET stock, 3 times, saves up to 40.0 ms; peer redis,
                │   total 60.0 ms
                ├ orders HGET stock             client    ██                               20.0 ms ◆ 20.0 ms
                ├ orders HGET stock             client      █                              20.0 ms ◆ 20.0 ms
                ├ orders HGET stock             client        █                            20.0 ms ◆ 20.0 ms
                ├ orders payments.Charge        client          █████████████████████       280 ms ✗ ◆ 10.0 ms
                │ └ payments payments.Charge    server           ███████████████████        270 ms ✗ ◆ 270 ms
                │     ✗ card declined: the bank said no, and it said so at some length; ask the customer for
                │       another card
                │     ▲ the error began here: payments payments.Charge; cause error, not reached root
                └ mailer mail.Sent              consumer                          ▒▒▒›      200 ms

            FOUND ELSEWHERE
            ▲ span ff: its clock is off: mailer; offset -150 ms

            LOGS (the first 3 of 7: --logs N)
            12:00:00.248   -2.00 ms INFO  frontend POST /checkout           checkout of cart 17
            12:00:00.625    +375 ms ERROR payments payments.Charge          declined  at Bank.charge
            12:00:00.630    +380 ms WARN  orders (span 99)                  order given up
            """);
  }

  @Test
  void of_noVerdictYet_spansAsStored() {
    List<SpanRow> spans = Traces.checkout().subList(0, 3);

    assertThat(text(Traces.unjudged(spans), PLAIN))
        .isEqualTo(
            """
            frontend POST /checkout
            trace 4bf92f3577b34da6a3ce929d0e0e4736
            2026-03-31 12:00:00.250 UTC · 400 ms · 3 spans · 2 services: frontend, orders
            not judged yet: the trace job writes what it finds once the trace is whole, or idle; these are the spans as stored

                                                         0                      400 ms        took
            frontend POST /checkout             server   ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒      400 ms
            └ frontend orders.Place             client    ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒       380 ms ✗
              └ orders orders.Place             server    ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒       370 ms ✗
            """);
  }

  @Test
  void of_moreSpansThanLines_criticalPathFirstAndTheRestCounted() {
    assertThat(text(Traces.judged(), new View(60, ZoneId.of("UTC"), false, 3)))
        .contains("CRITICAL PATH\n   20.0 ms frontend POST /checkout\n")
        .contains("… and 6 more spans (--all, --spans N)\n")
        .contains("FOUND ELSEWHERE\n▲ span c1: the error began here: payments payments.Charge")
        .doesNotContain("mailer mail.Sent ");
  }

  @Test
  void of_tenThousandSpansAndALongPath_longestStepsOnly() {
    List<SpanRow> spans = new ArrayList<>();
    List<PathStep> steps = new ArrayList<>();
    spans.add(span("0", "", "batch", "run", "Internal", 0, 10_000));
    for (int i = 1; i < 10_000; i++) {
      spans.add(span("s" + i, "0", "batch", "step", "Internal", i, 1));
      steps.add(new PathStep("s" + i, "batch", "step", i == 5_000 ? 900_000 : 1_000));
    }
    StoredTrace big =
        new StoredTrace(Traces.ID, spans, 12_345, path(steps), List.of(), List.of(), 0, List.of());

    List<String> lines = Waterfall.of(big, PLAIN);

    assertThat(lines).hasSizeLessThan(240);
    assertThat(lines)
        .contains(
            "    900 µs batch step",
            "   9.98 ms in 9,979 shorter steps",
            "… and 12,145 more spans (--all, --spans N)");
    assertThat(Waterfall.of(big, new View(100, ZoneId.of("UTC"), false, Integer.MAX_VALUE)))
        .hasSizeGreaterThan(10_000)
        .contains("… and 2,345 more spans (./heliograph sql reaches them)");
  }

  @Test
  void of_orphanAndCycle_saysWhyTheyAreRoots() {
    String text =
        text(
            Traces.unjudged(
                List.of(
                    span("1", "77", "a", "orphan", "Internal", 0, 9),
                    span("2", "3", "a", "one", "Internal", 1, 8),
                    span("3", "2", "a", "two", "Internal", 2, 7))),
            PLAIN);

    assertThat(text).contains("? its parent 77 is not there");
    assertThat(text).contains("? its parent 3 is among its own descendants");
  }

  @Test
  void of_partOfTheSpans_aParentMayNotHaveBeenRead() {
    StoredTrace part =
        new StoredTrace(
            Traces.ID,
            List.of(span("1", "77", "a", "orphan", "Internal", 0, 9)),
            2,
            Optional.empty(),
            List.of(),
            List.of(),
            0,
            List.of());

    assertThat(text(part, PLAIN)).contains("? its parent 77 was not read");
  }

  @Test
  void of_spansExpired_whatWasFound() {
    StoredTrace old =
        new StoredTrace(
            Traces.ID,
            List.of(),
            0,
            Optional.of(Traces.verdict()),
            Traces.findings(),
            List.of(),
            0,
            List.of());

    assertThat(text(old, PLAIN))
        .startsWith("frontend POST /checkout\n")
        .contains("its spans are not stored any more")
        .contains("CRITICAL PATH")
        .contains("▲ span b1: the same call again and again");
  }

  @Test
  void of_idOfSeveralDays_saysHowToSeeThem() {
    StoredTrace reused =
        new StoredTrace(
            Traces.ID,
            Traces.checkout(),
            9,
            Optional.of(Traces.verdict()),
            List.of(),
            List.of(),
            0,
            List.of(LocalDate.of(2026, 3, 30)));

    assertThat(text(reused, PLAIN))
        .contains("the same id was used on 2026-03-30, too: --day shows it");
  }

  @Test
  void of_clocksThatDiffer_arrowsAtTheEdge() {
    List<SpanRow> spans = new ArrayList<>(Traces.checkout());
    spans.add(span("e1", "b1", "ahead", "later", "Server", 90_000, 5));
    spans.add(span("e2", "b1", "behind", "earlier", "Server", -90_000, 5));
    StoredTrace skewed =
        new StoredTrace(
            Traces.ID,
            spans,
            11,
            Optional.of(Traces.verdict()),
            List.of(),
            List.of(),
            0,
            List.of());

    assertThat(text(skewed, PLAIN))
        .containsPattern("ahead later +server +› +5.00 ms")
        .containsPattern("behind earlier +server +‹ +5.00 ms");
  }

  @Test
  void of_hostileTexts_doNotReachTheTerminal() {
    String text =
        text(
            Traces.unjudged(
                List.of(
                    Traces.failed(
                        span("1", "", "a\033]0;x\007", "b\r\nc", "Ser\033[2Jver", 0, 1),
                        "d\033[31m"))),
            PLAIN);

    assertThat(text.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void of_colours_textIsTheSame() {
    String colours = text(Traces.judged(), new View(100, ZoneId.of("UTC"), true, 200));

    assertThat(colours).contains("\033[31m ✗\033[0m", "\033[36mfrontend\033[0m");
    assertThat(colours.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(text(Traces.judged(), PLAIN));
  }

  private static Optional<Verdict> path(List<PathStep> steps) {
    Verdict v = Traces.verdict();
    return Optional.of(
        new Verdict(
            v.startNanos(),
            10_000_000_000L,
            "batch",
            "run",
            12_345,
            0,
            List.of("batch"),
            "complete",
            "",
            0,
            0,
            0,
            0,
            1,
            "",
            steps,
            "",
            ""));
  }

  private static String text(StoredTrace trace, View view) {
    return String.join("\n", Waterfall.of(trace, view)) + "\n";
  }
}
