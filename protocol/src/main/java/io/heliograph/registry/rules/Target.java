/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Instance;

/**
 * An instance that gets calls.
 *
 * @param weight relative to the others of its priority; above 0
 */
public record Target(Instance instance, long weight) {}
