/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.heliograph.benchmarks.measure.CpuClock;
import java.util.Map;

/**
 * What a server did in a phase, and what it took.
 *
 * @param subject who
 * @param what such as "renewals, HTTP PUT"
 * @param cpuSeconds of the server
 * @param generatorCpuSeconds of the load generator
 */
record Throughput(
    String subject, String what, Outcome outcome, double cpuSeconds, double generatorCpuSeconds) {
  private static final String SERVER = "server";
  private static final String GENERATOR = "generator";

  interface Load {
    Outcome run() throws Exception;
  }

  static Throughput measure(String subject, String what, long pid, Load load) throws Exception {
    CpuClock cpu = new CpuClock(Map.of(SERVER, pid, GENERATOR, ProcessHandle.current().pid()));
    Map<String, Double> before = cpu.read();
    Outcome outcome = load.run();
    Map<String, Double> used = CpuClock.used(before, cpu.read());
    return new Throughput(subject, what, outcome, used.get(SERVER), used.get(GENERATOR));
  }

  /** CPU seconds of the server for a million. */
  double cpuPerMillion() {
    return cpuSeconds * 1e6 / outcome.done();
  }

  double generatorCpuPerMillion() {
    return generatorCpuSeconds * 1e6 / outcome.done();
  }
}
