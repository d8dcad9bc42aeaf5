/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import java.util.List;
import java.util.Map;

/**
 * Keys of an instance's metadata. Those that begin with {@value #PREFIX} hold what only Eureka
 * knows of an instance; so it goes wherever the instance goes, into the snapshot and to other
 * nodes. The others are a client's own, and some of them describe the instance. Clients of other
 * APIs may write what they like under these keys, so whatever cannot be read is as if not there.
 */
final class Keys {
  static final String PREFIX = "eureka/";

  static final String STATUS = PREFIX + "status";
  static final String OVERRIDE = PREFIX + "overriddenStatus";
  static final String DIRTY = PREFIX + "lastDirtyTimestamp";
  static final String PORT = PREFIX + "port";
  static final String SECURE_PORT = PREFIX + "securePort";
  static final String RENEWAL = PREFIX + "renewalIntervalInSecs";
  static final String DATA_CENTER = PREFIX + "dataCenterInfo";

  /** Texts that are kept as they are; fields of the same names. */
  static final List<String> TEXTS =
      List.of(
          "ipAddr",
          "vipAddress",
          "secureVipAddress",
          "homePageUrl",
          "statusPageUrl",
          "healthCheckUrl",
          "secureHealthCheckUrl",
          "appGroupName",
          "asgName",
          "sid");

  /** As many of a client's own keys fit beside them. */
  static final int MAX = 7 + TEXTS.size();

  static final String VERSION = "version";
  static final String GROUP = "group";
  static final String LANE = "lane";
  static final String WEIGHT = "weight";
  static final String WARMUP = "warmupSeconds";
  static final String CITY = "city";
  static final String CENTER = "center";
  static final String ROOM = "room";

  /** Eureka's word for a center. */
  static final String ZONE = "zone";

  static final String TAG_PREFIX = "tags.";

  /** How it wants to be probed. */
  static final String PROBE = "probe";

  static final String PROBE_PATH = "probe.path";
  static final String PROBE_PORT = "probe.port";
  static final String PROBE_SERVICE = "probe.service";

  private Keys() {}

  /** Whether it was registered through Eureka's API. */
  static boolean isEurekas(Instance instance) {
    return instance.metadata().containsKey(STATUS);
  }

  /** A number that is kept; the fallback if there is none that can be read. */
  static long number(Instance instance, String key, long fallback) {
    String kept = instance.metadata().get(key);
    if (kept == null) {
      return fallback;
    }
    try {
      return Long.parseLong(kept);
    } catch (NumberFormatException e) {
      return fallback; // another API wrote it
    }
  }

  /** A client may not write what only this package does. */
  static void requireOwn(String key) throws Refusal {
    if (key.startsWith(PREFIX)) {
      throw new Refusal("metadata." + key, "is reserved: begin with something else");
    }
  }

  /** There has to be room for our keys beside a client's own. */
  static void requireRoom(Map<String, String> metadata) throws Refusal {
    long own = metadata.keySet().stream().filter(key -> !key.startsWith(PREFIX)).count();
    int most = InstanceLimits.MAX_ENTRIES - MAX;
    if (own > most) {
      throw new Refusal("metadata", "has %,d entries: give at most %d".formatted(own, most));
    }
  }
}
