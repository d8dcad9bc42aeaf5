/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.ProtectionLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.peers.PeerSettings;
import io.heliograph.registry.probing.ProbeSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The settings of a registry process, read once from its environment.
 *
 * @param bind address to listen on
 * @param grpcPort port of gRPC with xDS, for clients and for other nodes, 0 for any free one
 * @param httpPort port of HTTP, 0 for any free one
 * @param snapshot file to start from and to write to; empty for none
 * @param node the name of this node, unlike those of all others
 * @param peers the other nodes
 * @param protection when removals are withheld
 * @param kafka bootstrap servers of the log of rules; empty: rules are those of the snapshot
 * @param probes how much this node probes; nothing without Kafka
 * @param follows nodes that this process is an agent of; empty for a node
 */
record RegistrySettings(
    String bind,
    int grpcPort,
    int httpPort,
    Optional<Path> snapshot,
    String node,
    PeerSettings peers,
    ProtectionLimits protection,
    Optional<String> kafka,
    ProbeSettings probes,
    List<String> follows) {
  static final String BIND = "HELIOGRAPH_BIND";
  static final String GRPC_PORT = "HELIOGRAPH_REGISTRY_GRPC_PORT";
  static final String HTTP_PORT = "HELIOGRAPH_REGISTRY_HTTP_PORT";
  static final String SNAPSHOT = "HELIOGRAPH_REGISTRY_SNAPSHOT";
  static final String NODE = "HELIOGRAPH_REGISTRY_NODE";
  static final String PEERS = "HELIOGRAPH_REGISTRY_PEERS";
  static final String FAR_PEERS = "HELIOGRAPH_REGISTRY_FAR_PEERS";
  static final String KAFKA = "HELIOGRAPH_REGISTRY_KAFKA";
  static final String FOLLOW = "HELIOGRAPH_REGISTRY_FOLLOW";

  static final String PROTECT_SHARE = "HELIOGRAPH_REGISTRY_PROTECT_SHARE";
  static final String PROTECT_MINIMUM = "HELIOGRAPH_REGISTRY_PROTECT_MINIMUM";
  static final String ADVICE_SHARE = "HELIOGRAPH_REGISTRY_ADVICE_SHARE";
  static final String PROTECT_SECONDS = "HELIOGRAPH_REGISTRY_PROTECT_SECONDS";

  static final String PROBE = "HELIOGRAPH_REGISTRY_PROBE_";
  static final String PROBE_PROBERS = PROBE + "PROBERS";
  static final String PROBE_SECONDS = PROBE + "SECONDS";
  static final String PROBE_RATE = PROBE + "RATE";
  static final String PROBE_IN_FLIGHT = PROBE + "IN_FLIGHT";
  static final String PROBE_TIMEOUT_SECONDS = PROBE + "TIMEOUT_SECONDS";
  static final String PROBE_MAX_BYTES = PROBE + "MAX_BYTES";
  static final String PROBE_DEFAULT = PROBE + "DEFAULT";

  private static final Pattern ADDRESS = Pattern.compile("[^\\s,]+:[0-9]{1,5}");

  RegistrySettings {
    if (bind.isBlank()) {
      throw new IllegalArgumentException(BIND + " is empty: give an address, such as 127.0.0.1");
    }
    try {
      InstanceLimits.name(NODE, node);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    requirePort(GRPC_PORT, grpcPort);
    requirePort(HTTP_PORT, httpPort);
    if (grpcPort != 0 && grpcPort == httpPort) {
      throw new IllegalArgumentException(
          GRPC_PORT + " and " + HTTP_PORT + " are both " + grpcPort + ": give them two ports");
    }
    if (!follows.isEmpty() && !(peers.isAlone() && kafka.isEmpty())) {
      throw new IllegalArgumentException(
          "%s makes this an agent, which has no %s, %s or %s: leave them out"
              .formatted(FOLLOW, PEERS, FAR_PEERS, KAFKA));
    }
  }

  /** Without Kafka, and so without probes. */
  RegistrySettings(
      String bind,
      int grpcPort,
      int httpPort,
      Optional<Path> snapshot,
      String node,
      PeerSettings peers,
      ProtectionLimits protection) {
    this(
        bind,
        grpcPort,
        httpPort,
        snapshot,
        node,
        peers,
        protection,
        Optional.empty(),
        ProbeSettings.DEFAULT,
        List.of());
  }

  /** Why an agent does not do what it is asked, and who does. */
  String whyAgent() {
    return "this is an agent, which only reads services: ask a node, such as "
        + String.join(" or ", follows);
  }

  /** The file of documents, beside that of instances. */
  Optional<Path> documents() {
    return snapshot.map(file -> file.resolveSibling(file.getFileName() + ".documents"));
  }

  /**
   * Reads the settings; absent or empty variables take their defaults.
   *
   * @throws IllegalArgumentException naming the variable, its value and the allowed range
   */
  static RegistrySettings fromEnvironment(Map<String, String> environment) {
    String bind = valueOr(environment, BIND, "127.0.0.1");
    int grpcPort = port(environment, GRPC_PORT, "7400");
    return new RegistrySettings(
        bind,
        grpcPort,
        port(environment, HTTP_PORT, "7401"),
        Optional.of(valueOr(environment, SNAPSHOT, ""))
            .filter(name -> !name.isEmpty())
            .map(Path::of),
        valueOr(environment, NODE, grpcPort == 0 ? anyName() : bind + ":" + grpcPort),
        new PeerSettings(
            addresses(PEERS, valueOr(environment, PEERS, "")),
            addresses(FAR_PEERS, valueOr(environment, FAR_PEERS, ""))),
        new ProtectionLimits(
            number(environment, PROTECT_SHARE, "0.5", 0.01, 1),
            (int) number(environment, PROTECT_MINIMUM, "5", 1, 1_000_000),
            (long) (1e3 * number(environment, PROTECT_SECONDS, "300", 0, 86_400)),
            number(environment, ADVICE_SHARE, "0.5", 0, 1)),
        Optional.of(String.join(",", addresses(KAFKA, valueOr(environment, KAFKA, ""))))
            .filter(servers -> !servers.isEmpty()),
        probes(environment),
        addresses(FOLLOW, valueOr(environment, FOLLOW, "")));
  }

  private static ProbeSettings probes(Map<String, String> environment) {
    String byDefault = valueOr(environment, PROBE_DEFAULT, "none");
    if (!byDefault.equals("none") && !byDefault.equals("tcp")) {
      throw new IllegalArgumentException(
          PROBE_DEFAULT + " is '" + byDefault + "': give none or tcp");
    }
    return new ProbeSettings(
        (int) number(environment, PROBE_PROBERS, "2", 0, ProbeSettings.MAX_PROBERS),
        (long) (1e3 * number(environment, PROBE_SECONDS, "10", 1, 3_600)),
        (int) number(environment, PROBE_RATE, "1000", 1, 100_000),
        (int) number(environment, PROBE_IN_FLIGHT, "500", 1, 10_000),
        (long) (1e3 * number(environment, PROBE_TIMEOUT_SECONDS, "2", 0.01, 60)),
        (int) number(environment, PROBE_MAX_BYTES, "16384", 1 << 10, 1 << 20),
        byDefault.equals("tcp") ? Probe.Type.TCP : Probe.Type.NONE);
  }

  private static double number(
      Map<String, String> environment, String name, String fallback, double least, double most) {
    String value = valueOr(environment, name, fallback);
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= least && number <= most)) {
      throw new IllegalArgumentException(
          "%s is '%s': give a number from %s to %s".formatted(name, value, least, most));
    }
    return number;
  }

  private static String anyName() {
    return "node-" + UUID.randomUUID();
  }

  private static List<String> addresses(String name, String value) {
    List<String> addresses =
        Arrays.stream(value.split(",")).map(String::strip).filter(a -> !a.isEmpty()).toList();
    for (String address : addresses) {
      if (!ADDRESS.matcher(address).matches()) {
        throw new IllegalArgumentException(
            name + " has '" + address + "': give host:port of each node, with commas between");
      }
    }
    return addresses;
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
