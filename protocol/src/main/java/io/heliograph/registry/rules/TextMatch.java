/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A condition on a text; one of the two is given.
 *
 * @param exact the whole text; null if not given
 * @param prefix how it begins; null if not given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TextMatch(String exact, String prefix) {
  public static TextMatch exactly(String text) {
    return new TextMatch(text, null);
  }
}
