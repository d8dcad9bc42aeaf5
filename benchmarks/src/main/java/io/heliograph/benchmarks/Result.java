/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.measure.Disk;
import io.heliograph.benchmarks.measure.LatencyProbe.Latency;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one subject did.
 *
 * @param acceptedPerSecond spans it acknowledged per second
 * @param storedPerSecond spans per second from the first request until the last span was stored
 * @param accepted spans it acknowledged in the measured phase
 * @param stored how many of them it held afterwards
 * @param cpuSeconds of its processes, for the measured phase and 5 s after it
 * @param generatorCpuSeconds of the load generator in the same time
 * @param latency until all spans of a trace are there
 * @param traceLatency until the row of a trace is there
 * @param openRate spans per second of the open loop
 * @param openCpuPerMillion CPU seconds of its processes for a million spans at that rate
 */
record Result(
    String name,
    double acceptedPerSecond,
    double storedPerSecond,
    long accepted,
    long stored,
    Map<String, Double> cpuSeconds,
    double generatorCpuSeconds,
    Optional<Disk> disk,
    Optional<Latency> latency,
    Optional<Latency> traceLatency,
    double openRate,
    OptionalDouble openCpuPerMillion,
    String note) {
  /** CPU seconds of all its processes for a million spans. */
  double cpuPerMillion() {
    return perMillion(cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  double perMillion(double seconds) {
    return accepted == 0 ? 0 : seconds * 1e6 / accepted;
  }
}
