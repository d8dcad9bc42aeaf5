/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.v1.ProbeType;
import java.util.Optional;

/** How an instance wants to be probed, as a message. */
final class ProbeMessages {
  private ProbeMessages() {}

  static Probe read(io.heliograph.registry.v1.Probe message) throws Refusal {
    if (message.equals(io.heliograph.registry.v1.Probe.getDefaultInstance())) {
      return Probe.UNSET;
    }
    return new Probe(
        type(message.getType()),
        message.getPath(),
        InstanceMessages.number(message.getPort()),
        message.getService());
  }

  private static Probe.Type type(ProbeType type) throws Refusal {
    return switch (type) {
      case PROBE_TYPE_UNSPECIFIED -> Probe.Type.UNSET;
      case PROBE_TYPE_NONE -> Probe.Type.NONE;
      case PROBE_TYPE_TCP -> Probe.Type.TCP;
      case PROBE_TYPE_HTTP -> Probe.Type.HTTP;
      case PROBE_TYPE_GRPC -> Probe.Type.GRPC;
      case UNRECOGNIZED -> throw new Refusal("probe.type", "is unknown: give 0 to 4");
    };
  }

  /** Writes it; empty if nothing is said. */
  static Optional<io.heliograph.registry.v1.Probe> of(Probe probe) {
    if (probe.type() == Probe.Type.UNSET) {
      return Optional.empty();
    }
    return Optional.of(
        io.heliograph.registry.v1.Probe.newBuilder()
            .setType(ProbeType.valueOf("PROBE_TYPE_" + probe.type().name()))
            .setPath(probe.path())
            .setPort(probe.port())
            .setService(probe.service())
            .build());
  }
}
