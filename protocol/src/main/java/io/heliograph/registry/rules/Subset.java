/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Instance;
import java.util.Map;

/**
 * Some of the instances: those that have all that is given.
 *
 * @param group null for any
 * @param version null for any
 * @param tags empty for any
 * @param lane another lane than the caller's; empty for the baseline, null for the caller's
 */
public record Subset(String group, String version, Map<String, String> tags, String lane) {
  public static final Subset ALL = new Subset(null, null, null, null);

  public Subset {
    tags = Absent.toEmpty(tags);
  }

  /** Whether an instance belongs to it, its lane aside. */
  boolean holds(Instance instance) {
    return (group == null || group.equals(instance.group()))
        && (version == null || version.equals(instance.version()))
        && instance.tags().entrySet().containsAll(tags.entrySet());
  }
}
