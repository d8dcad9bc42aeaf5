/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a registry process, read once from its environment.
 *
 * @param bind address to listen on
 * @param grpcPort port of gRPC (later also xDS and RLS), 0 for any free one
 * @param httpPort port of HTTP, 0 for any free one
 * @param snapshot file to start from and to write to; empty for none
 */
record RegistrySettings(String bind, int grpcPort, int httpPort, Optional<Path> snapshot) {
  static final String BIND = "HELIOGRAPH_BIND";
  static final String GRPC_PORT = "HELIOGRAPH_REGISTRY_GRPC_PORT";
  static final String HTTP_PORT = "HELIOGRAPH_REGISTRY_HTTP_PORT";
  static final String SNAPSHOT = "HELIOGRAPH_REGISTRY_SNAPSHOT";

  RegistrySettings {
    if (bind.isBlank()) {
      throw new IllegalArgumentException(BIND + " is empty: give an address, such as 127.0.0.1");
    }
    requirePort(GRPC_PORT, grpcPort);
    requirePort(HTTP_PORT, httpPort);
    if (grpcPort != 0 && grpcPort == httpPort) {
      throw new IllegalArgumentException(
          GRPC_PORT + " and " + HTTP_PORT + " are both " + grpcPort + ": give them two ports");
    }
  }

  /**
   * Reads the settings; absent or empty variables take their defaults.
   *
   * @throws IllegalArgumentException naming the variable, its value and the allowed range
   */
  static RegistrySettings fromEnvironment(Map<String, String> environment) {
    return new RegistrySettings(
        valueOr(environment, BIND, "127.0.0.1"),
        port(environment, GRPC_PORT, "7400"),
        port(environment, HTTP_PORT, "7401"),
        Optional.of(valueOr(environment, SNAPSHOT, ""))
            .filter(name -> !name.isEmpty())
            .map(Path::of));
  }

  private static int port(Map<String, String> environment, String name, String fallback) {
    String value = valueOr(environment, name, fallback);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " is '" + value + "': give a port from 0 (any free one) to 65535", e);
    }
  }

  private static String valueOr(Map<String, String> environment, String name, String fallback) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? fallback : value.strip();
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          name + " is " + port + ": give a port from 0 (any free one) to 65535");
    }
  }
}
