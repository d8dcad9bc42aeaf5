/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Probe.Type;

/**
 * One probe that is to be made.
 *
 * @param type TCP, HTTP or GRPC
 * @param host address or name, as it is registered
 * @param path of HTTP
 * @param service of GRPC
 */
record Request(Type type, String host, int port, String path, String service) {
  /** How an instance is probed. */
  static Request of(Instance instance, Type type) {
    Probe probe = instance.probe();
    return new Request(
        type,
        instance.host(),
        probe.port() == 0 ? instance.port() : probe.port(),
        probe.path().isEmpty() ? "/" : probe.path(),
        probe.service());
  }

  /** Host and port as a URL has them. */
  String authority() {
    return host.indexOf(':') >= 0 && !host.startsWith("[")
        ? "[" + host + "]:" + port
        : host + ":" + port;
  }

  /** What is probed, for a person. */
  String target() {
    return switch (type) {
      case HTTP -> "http://" + authority() + path;
      case GRPC -> "grpc://" + authority() + "/" + service;
      default -> authority();
    };
  }
}
