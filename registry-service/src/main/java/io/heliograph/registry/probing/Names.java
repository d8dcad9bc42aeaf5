/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import com.google.common.net.InetAddresses;
import io.heliograph.registry.probing.Finding.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the addresses of hosts that are names, on {@value #THREADS} threads of its own since the
 * system's resolver blocks; at most {@value #WAITING} wait for it. Addresses need none of it.
 */
final class Names implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Names.class);
  private static final int THREADS = 2;
  private static final int WAITING = 256;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> {
            Thread thread = new Thread(task, "registry-probe-names");
            thread.setDaemon(true); // the resolver cannot be interrupted
            return thread;
          });

  Names() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** Hands on the address, by this thread or another; ends the attempt if there is none. */
  void resolve(Request request, Attempt attempt, Consumer<InetSocketAddress> then) {
    String host = request.host();
    if (InetAddresses.isInetAddress(host)) {
      attempt.named();
      then.accept(new InetSocketAddress(InetAddresses.forString(host), request.port()));
      return;
    }
    try {
      threads.execute(
          () -> {
            if (!attempt.hasEnded()) {
              lookUp(request, attempt, then);
            }
          });
    } catch (RejectedExecutionException e) {
      attempt.end(Outcome.SKIPPED, "too many names wait to be resolved");
    }
  }

  private static void lookUp(Request request, Attempt attempt, Consumer<InetSocketAddress> then) {
    try {
      InetAddress address = InetAddress.getByName(request.host());
      attempt.named();
      then.accept(new InetSocketAddress(address, request.port()));
    } catch (UnknownHostException e) {
      attempt.failed("no address for " + request.host());
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is not probed any more: the node stops", request.host(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
