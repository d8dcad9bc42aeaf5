/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs the sample shop on a stack that is up, and reports what Heliograph saw. */
public final class Demo {
  private Demo() {}

  /**
   * Starts the shop's processes, loads them with faults switched on part of the time, ends them,
   * and prints a report from ClickHouse.
   *
   * @return whether the report's own checks hold: all five signals arrived, the trace job found
   *     each planted shape, or nothing if none was planted, and the ledger balances
   * @throws IOException if the shop cannot be started or ClickHouse not be asked
   */
  public static boolean run(DemoOptions options, PrintStream out)
      throws IOException, InterruptedException {
    Screen screen = new Screen(out, options.terminal());
    ClickHouse clickHouse = new ClickHouse(options);
    DemoRun run = play(options, clickHouse, screen, out);
    Ledger ledger = Ledger.settled(clickHouse, screen);
    Findings.settled(clickHouse, run, screen);
    screen.done();
    return Report.print(clickHouse, run, ledger, out, options.terminal());
  }

  static DemoRun play(DemoOptions options, ClickHouse clickHouse, Screen screen, PrintStream out)
      throws IOException, InterruptedException {
    String id = "demo-" + UUID.randomUUID().toString().substring(0, 6);
    long fromMillis = System.currentTimeMillis();
    OrderTopic.create(options.kafka());
    try (ShopFleet fleet = ShopFleet.start(options, screen::status)) {
      Thread emergency = new Thread(fleet::close, "shop-end");
      Runtime.getRuntime().addShutdownHook(emergency); // Ctrl-C ends the shop in order, too
      screen.done();
      out.println("the shop is open: " + fleet.size() + " processes, logs in " + options.logs());
      try (LoadGenerator load = new LoadGenerator(fleet.addresses("frontend"));
          Director director = new Director(fleet, load, screen, id, options.gateway())) {
        load.warmUp(screen::status);
        long loadFromMillis = System.currentTimeMillis();
        load.start();
        List<Window> windows =
            options.faults() ? director.play(options.seconds()) : director.rest(options.seconds());
        load.close();
        long toMillis = System.currentTimeMillis();
        screen.done();
        List<JsonNode> instances =
            clickHouse.rows(ReportQueries.INSTANCES, Map.of("from", fromMillis));
        screen.status("closing the shop");
        return new DemoRun(
            id, fromMillis, loadFromMillis, toMillis, windows, load.counts(), instances);
      } finally {
        Runtime.getRuntime().removeShutdownHook(emergency);
      }
    }
  }
}
