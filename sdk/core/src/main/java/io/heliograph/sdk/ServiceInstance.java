/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * Who reports: one running instance of a service.
 *
 * @param namespace environment or tenant; empty means "default"
 * @param service 1 to 255 bytes
 * @param instanceId 1 to 255 bytes, unique in the service
 * @param host address that callers use; may be empty
 * @param port 0 to 65535; 0 for an instance that takes no calls
 * @param version of the software; may be empty
 * @param group routing group; may be empty
 * @param lane traffic lane; empty is the baseline
 * @param city where it runs; may be empty, as may center and room
 * @param center datacenter
 * @param room in the datacenter
 * @param tags further labels
 * @param weight 0 to 10,000; 100 is normal
 * @param warmupSeconds how long a new instance takes less than its share
 */
public record ServiceInstance(
    String namespace,
    String service,
    String instanceId,
    String host,
    int port,
    String version,
    String group,
    String lane,
    String city,
    String center,
    String room,
    Map<String, String> tags,
    int weight,
    int warmupSeconds) {

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException naming the field, its value and its range
   */
  public ServiceInstance {
    Objects.requireNonNull(namespace, "namespace");
    requireName("service", service);
    requireName("instanceId", instanceId);
    Objects.requireNonNull(host, "host");
    requireRange("port", port, 0, 65_535);
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(city, "city");
    Objects.requireNonNull(center, "center");
    Objects.requireNonNull(room, "room");
    tags = Map.copyOf(tags);
    requireRange("weight", weight, 0, 10_000);
    requireRange("warmupSeconds", warmupSeconds, 0, 86_400);
  }

  /** An instance with these names and defaults for the rest. */
  public static Builder of(String service, String instanceId) {
    return new Builder(service, instanceId);
  }

  private static void requireName(String field, String value) {
    int bytes = value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > 255) {
      throw new IllegalArgumentException(field + " must be 1 to 255 bytes, has " + bytes);
    }
  }

  private static void requireRange(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " must be " + least + " to " + most + ", is " + value);
    }
  }

  /** The optional fields. */
  public static final class Builder {
    private final String service;
    private final String instanceId;
    private String namespace = "";
    private String host = "";
    private int port;
    private String version = "";
    private String group = "";
    private String lane = "";
    private String city = "";
    private String center = "";
    private String room = "";
    private Map<String, String> tags = Map.of();
    private int weight = 100;
    private int warmupSeconds;

    private Builder(String service, String instanceId) {
      this.service = service;
      this.instanceId = instanceId;
    }

    /** Environment or tenant; default "default". */
    public Builder namespace(String value) {
      this.namespace = value;
      return this;
    }

    /** The address that callers use. */
    public Builder address(String newHost, int newPort) {
      this.host = newHost;
      this.port = newPort;
      return this;
    }

    /** Version of the software. */
    public Builder version(String value) {
      this.version = value;
      return this;
    }

    /** Routing group. */
    public Builder group(String value) {
      this.group = value;
      return this;
    }

    /** Traffic lane; default the baseline. */
    public Builder lane(String value) {
      this.lane = value;
      return this;
    }

    /** City, datacenter and room. */
    public Builder location(String newCity, String newCenter, String newRoom) {
      this.city = newCity;
      this.center = newCenter;
      this.room = newRoom;
      return this;
    }

    /** Further labels. */
    public Builder tags(Map<String, String> value) {
      this.tags = value;
      return this;
    }

    /** Share of traffic, 0 to 10,000; default 100. */
    public Builder weight(int value) {
      this.weight = value;
      return this;
    }

    /** Seconds of warm-up, 0 to 86,400; default 0. */
    public Builder warmupSeconds(int value) {
      this.warmupSeconds = value;
      return this;
    }

    /**
     * The checked instance.
     *
     * @throws IllegalArgumentException naming the field, its value and its range
     */
    public ServiceInstance build() {
      return new ServiceInstance(
          namespace,
          service,
          instanceId,
          host,
          port,
          version,
          group,
          lane,
          city,
          center,
          room,
          tags,
          weight,
          warmupSeconds);
    }
  }
}
