/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.keyed.Keys;
import io.heliograph.jobs.keyed.Origin;

/**
 * What one reporter counted under one rule and key in one second.
 *
 * @param windowMillis start of the second, by the reporter's clock
 */
public record Usage(
    Origin origin,
    String namespace,
    String rule,
    String key,
    long windowMillis,
    String reporter,
    Report report) {

  /** The key of the window's state. */
  String windowKey() {
    return Keys.of(namespace, rule, key, Long.toString(windowMillis));
  }
}
