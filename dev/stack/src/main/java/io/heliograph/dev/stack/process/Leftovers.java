/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Ends what a supervisor left running that was killed. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Ends every process of the file that still runs, the one that was started last first.
   *
   * @param told hears the name of each before it is ended
   */
  public static void end(Children children, Duration timeout, Consumer<String> told)
      throws InterruptedException {
    Map<String, ProcessHandle> alive = children.alive();
    List<String> names = new ArrayList<>(alive.keySet());
    Collections.reverse(names);
    for (String name : names) {
      ProcessHandle process = alive.get(name);
      told.accept(name + " (pid " + process.pid() + ")");
      Launcher.end(process, timeout.toMillis());
      children.ended(name);
    }
  }
}
