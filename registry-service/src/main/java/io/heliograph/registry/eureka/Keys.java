/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Instance;
import java.util.List;

/**
 * Keys of an instance's metadata. Those that begin with {@value #PREFIX} hold what only Eureka
 * knows of an instance; so it goes wherever the instance goes, into the snapshot and to other
 * nodes. The others are a client's own, and some of them describe the instance.
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

  private Keys() {}

  /** Whether it was registered through Eureka's API. */
  static boolean isEurekas(Instance instance) {
    return instance.metadata().containsKey(STATUS);
  }
}
