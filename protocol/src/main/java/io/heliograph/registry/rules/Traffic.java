/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliograph.registry.catalog.Instance;
import java.util.Map;

/**
 * Traffic by ratio.
 *
 * @param by what tells the parts apart
 * @param percent of the calls, by version, group or center; 0 to 100, 100 in sum. Whoever is not
 *     named gets nothing. The percentage of a part without a healthy instance goes to the others.
 *     Empty for no ratio
 */
public record Traffic(By by, Map<String, Integer> percent) {
  public static final Traffic UNSPLIT = new Traffic(null, null);

  /** A property of an instance. */
  public enum By {
    @JsonProperty("version")
    VERSION,
    @JsonProperty("group")
    GROUP,
    @JsonProperty("center")
    CENTER
  }

  public Traffic {
    by = by == null ? By.VERSION : by;
    percent = Absent.toEmpty(percent);
  }

  /** The part an instance belongs to. */
  String part(Instance instance) {
    return switch (by) {
      case VERSION -> instance.version();
      case GROUP -> instance.group();
      case CENTER -> instance.location().center();
    };
  }
}
