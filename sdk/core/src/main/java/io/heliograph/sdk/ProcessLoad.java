/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.heliograph.v1.Load;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The load of this JVM: CPU of the process, load average of the host, heap in use, and the calls
 * that the service tells of by {@link #callStarted} and {@link #callFinished}. Safe for use by many
 * threads.
 */
public final class ProcessLoad implements LoadSource {
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder calls = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /** A call to this instance began. */
  public void callStarted() {
    inFlight.incrementAndGet();
  }

  /** A call to this instance ended. */
  public void callFinished(boolean failed) {
    inFlight.decrementAndGet();
    calls.increment();
    if (failed) {
      errors.increment();
    }
  }

  @Override
  public Load read() {
    OperatingSystemMXBean os = ManagementFactory.getOperatingSystemMXBean();
    Runtime runtime = Runtime.getRuntime();
    double used = runtime.totalMemory() - runtime.freeMemory();
    Load.Builder load =
        Load.newBuilder()
            .setLoad1(Math.max(0, os.getSystemLoadAverage()))
            .setMemory(used / runtime.maxMemory())
            .setInFlight(Math.max(0, inFlight.get()))
            .setErrors(errors.sumThenReset()) // first: an error is never ahead of its call
            .setCalls(calls.sumThenReset());
    if (os instanceof com.sun.management.OperatingSystemMXBean hotspot) {
      load.setCpu(Math.max(0, hotspot.getProcessCpuLoad()));
    }
    return load.build();
  }
}
