/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.Map;

/**
 * An instance as its owner describes it. Equal descriptions are one registration: whoever repeats
 * one changes nothing, and tells nobody.
 *
 * @param id unique in its service
 * @param host address that callers use
 * @param port 1 to 65,535
 * @param protocol what it speaks, such as {@code grpc}; may be empty
 * @param lane empty: the baseline
 * @param weight 0 to 10,000; 100 is normal
 * @param warmupSeconds for how long after its registration its weight rises, 0 to 86,400
 * @param leaseSeconds how long it is listed after its last renewal, 1 to 3,600
 * @param tags for routing; in the order of their keys
 * @param metadata for its callers; never looked at here; in the order of its keys
 * @param probe how it wants to be probed
 */
public record Instance(
    String id,
    String host,
    int port,
    String protocol,
    String version,
    String group,
    String lane,
    int weight,
    int warmupSeconds,
    int leaseSeconds,
    Location location,
    Map<String, String> tags,
    Map<String, String> metadata,
    Probe probe) {

  /** One that says nothing of probes. */
  public Instance(
      String id,
      String host,
      int port,
      String protocol,
      String version,
      String group,
      String lane,
      int weight,
      int warmupSeconds,
      int leaseSeconds,
      Location location,
      Map<String, String> tags,
      Map<String, String> metadata) {
    this(
        id,
        host,
        port,
        protocol,
        version,
        group,
        lane,
        weight,
        warmupSeconds,
        leaseSeconds,
        location,
        tags,
        metadata,
        Probe.UNSET);
  }
}
