/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ends what a supervisor left running that was killed. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Ends every process of the file that still runs: one group after the other, then whatever is in
   * none of them. Those of a group end together.
   *
   * @param order names, grouped
   * @param timeout after which a process that was asked to end is killed
   * @param told hears of each group before it is ended
   */
  public static void end(
      Children children, List<List<String>> order, Duration timeout, Consumer<String> told)
      throws InterruptedException {
    for (List<String> group : order) {
      Map<String, ProcessHandle> alive = children.alive();
      alive.keySet().retainAll(group);
      end(children, alive, timeout, told);
    }
    end(children, children.alive(), timeout, told);
  }

  private static void end(
      Children children, Map<String, ProcessHandle> group, Duration timeout, Consumer<String> told)
      throws InterruptedException {
    if (group.isEmpty()) {
      return;
    }
    told.accept(String.join(", ", group.keySet()));
    long deadline = System.nanoTime() + timeout.toNanos();
    group.values().forEach(ProcessHandle::destroy);
    while (group.values().stream().anyMatch(ProcessHandle::isAlive)
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50); // not our children: nobody tells us
    }
    for (ProcessHandle process : group.values()) {
      Launcher.end(process, 0);
    }
    group.keySet().forEach(children::ended);
  }
}
