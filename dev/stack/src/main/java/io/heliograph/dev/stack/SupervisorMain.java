/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The supervisor as a background process, started by {@code ./heliograph up --detach}. */
final class SupervisorMain {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisorMain.class);

  private SupervisorMain() {}

  public static void main(String[] args) throws Exception {
    Optional<StackRun> taken = StackRun.take(StackSettings.from(System.getenv()));
    if (taken.isEmpty()) {
      LOG.error("another supervisor has this data directory");
      System.exit(1);
    }
    StackRun run = taken.get();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(run), "down"));
    try {
      run.start();
    } catch (ProcessFailure e) {
      LOG.error("not started: {}", e.getMessage());
      System.exit(1);
    }
    LOG.info("all is up");
    run.supervisor().awaitStop();
    System.exit(0);
  }

  private static void close(StackRun run) {
    try {
      run.close();
      LOG.info("all is down");
    } catch (Exception e) {
      LOG.error("not everything went down in order", e);
    }
  }
}
