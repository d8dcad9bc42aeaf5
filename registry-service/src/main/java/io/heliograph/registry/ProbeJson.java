/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Refusal;
import java.io.IOException;
import java.util.Set;

/** Field {@code probe} of an instance: {@code {"type":"http","path":"/healthz","port":8081}}. */
final class ProbeJson {
  private static final String PREFIX = "probe.";
  private static final Set<String> FIELDS = Set.of("type", "path", "port", "service");

  private ProbeJson() {}

  /** Reads it; {@link Probe#UNSET} if it is missing. Its limits are checked with its instance's. */
  static Probe read(JsonNode node) throws Refusal {
    if (node.isMissingNode() || node.isNull()) {
      return Probe.UNSET;
    }
    InstanceJson.object("probe", node);
    InstanceJson.knownOnly(PREFIX, node, FIELDS);
    return new Probe(
        Probe.Type.ofLabel("probe.type", InstanceJson.text(node, PREFIX, "type")),
        InstanceJson.text(node, PREFIX, "path"),
        InstanceJson.number(node, PREFIX, "port", 0),
        InstanceJson.text(node, PREFIX, "service"));
  }

  /** Writes what {@link #read} reads; nothing if nothing is said. */
  static void write(JsonGenerator out, Probe probe) throws IOException {
    if (probe.type() == Probe.Type.UNSET) {
      return;
    }
    out.writeObjectFieldStart("probe");
    out.writeStringField("type", probe.type().label());
    if (!probe.path().isEmpty()) {
      out.writeStringField("path", probe.path());
    }
    if (probe.port() > 0) {
      out.writeNumberField("port", probe.port());
    }
    if (!probe.service().isEmpty()) {
      out.writeStringField("service", probe.service());
    }
    out.writeEndObject();
  }
}
