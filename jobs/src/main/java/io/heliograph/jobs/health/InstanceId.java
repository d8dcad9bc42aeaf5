/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Keys;

/** Names an instance. */
public record InstanceId(String namespace, String service, String instanceId) {
  /** The key of the instance's state. */
  String key() {
    return Keys.of(namespace, service, instanceId);
  }
}
