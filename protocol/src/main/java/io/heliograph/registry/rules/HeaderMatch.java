/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A condition on a header of a call; one of the two is given.
 *
 * @param name in lower case
 * @param exact the whole value; null if not given
 * @param prefix how the value begins; null if not given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeaderMatch(String name, String exact, String prefix) {}
