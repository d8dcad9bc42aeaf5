/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.IOException;
import java.io.PrintStream;

/** Runs the sample shop on a stack that is up, and reports what Heliograph saw. */
public final class Demo {
  private Demo() {}

  /**
   * Starts the shop's processes, loads them with faults switched on part of the time, ends them,
   * and prints a report from ClickHouse.
   *
   * @return whether the report's own checks hold
   * @throws IOException if the shop cannot be started or ClickHouse not be asked
   */
  public static boolean run(DemoOptions options, PrintStream out)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException("being built " + options + out);
  }
}
