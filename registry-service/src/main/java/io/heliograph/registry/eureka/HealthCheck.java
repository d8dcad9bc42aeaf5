/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Probe.Type;
import io.heliograph.registry.catalog.Refusal;
import java.net.URI;
import java.util.Map;

/**
 * How an instance of Eureka's wants to be probed: as its metadata says with {@value Keys#PROBE} and
 * the like. Path and port of an HTTP probe are those of its {@code healthCheckUrl} unless they are
 * given. That URL alone asks for no probe, since eureka-client sets one whether anything answers
 * there or not; its host does not count.
 */
final class HealthCheck {
  private static final String URL = Keys.PREFIX + "healthCheckUrl";

  private HealthCheck() {}

  static Probe probe(Map<String, String> metadata) throws Refusal {
    String label = metadata.getOrDefault(Keys.PROBE, "");
    if (label.isEmpty()) {
      return Probe.UNSET; // keys that are left over describe nothing
    }
    Type type = Type.ofLabel("metadata." + Keys.PROBE, label);
    String path = metadata.getOrDefault(Keys.PROBE_PATH, "");
    String port = metadata.getOrDefault(Keys.PROBE_PORT, "");
    URI url = type == Type.HTTP ? url(metadata.getOrDefault(URL, "")) : null;
    if (url != null && path.isEmpty()) {
      path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }
    int number = port.isEmpty() ? 0 : number(port);
    if (url != null && port.isEmpty()) {
      number = Math.max(0, url.getPort());
    }
    return new Probe(type, path, number, metadata.getOrDefault(Keys.PROBE_SERVICE, ""));
  }

  /** Null unless it is plain HTTP. */
  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      return "http".equalsIgnoreCase(url.getScheme()) && url.getRawPath() != null ? url : null;
    } catch (IllegalArgumentException e) {
      return null; // Eureka takes any text here
    }
  }

  private static int number(String text) throws Refusal {
    String field = "metadata." + Keys.PROBE_PORT;
    try {
      return (int) InstanceLimits.number(field, Long.parseLong(text), 0, 65_535);
    } catch (NumberFormatException e) {
      throw new Refusal(field, "is '%s': give a port, 1 to 65535".formatted(text));
    }
  }
}
