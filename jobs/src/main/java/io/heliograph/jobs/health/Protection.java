/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Origin;

/**
 * That a registry node withholds removals, or does so no longer.
 *
 * @param event as it is stored
 */
public record Protection(Origin origin, ProtectionEvent event) {}
