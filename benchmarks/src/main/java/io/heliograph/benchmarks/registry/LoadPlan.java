/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param instances of the fleet
 * @param services that they are of
 * @param leaseSeconds of each instance
 * @param connections of HTTP, with one request in flight on each
 * @param channels of gRPC
 * @param inFlight calls in flight over gRPC
 * @param batch names of one renewal over gRPC, such as of an agent's host
 * @param warmUpInstances registered before any are measured
 * @param warmUp of each way to renew
 * @param closedLoop of each way to renew
 * @param beats how long a fleet beats
 */
record LoadPlan(
    int instances,
    int services,
    int leaseSeconds,
    int connections,
    int channels,
    int inFlight,
    int batch,
    int warmUpInstances,
    Duration warmUp,
    Duration closedLoop,
    Duration beats) {
  Population fleet(String namespace) {
    return new Population(namespace, services, leaseSeconds);
  }
}
