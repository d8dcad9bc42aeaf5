/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread to which all that a client does belongs; what is read of it is volatile. */
final class ClientThread implements Executor {
  static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, ClientThread::daemon, new ThreadPoolExecutor.DiscardPolicy()); // after the end

  ClientThread() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "heliograph-registry");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable action) {
    thread.execute(guarded(action));
  }

  void later(long nanos, Runnable action) {
    var unused = thread.schedule(guarded(action), nanos, TimeUnit.NANOSECONDS);
  }

  /** Else the executor would keep it to itself. */
  private static Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("failed on this side", e);
      }
    };
  }

  /** What is due is still done, and nothing that is due later. */
  void close() {
    thread.shutdown();
  }
}
