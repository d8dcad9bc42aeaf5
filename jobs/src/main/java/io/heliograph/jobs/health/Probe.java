/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Origin;

/**
 * What an active probe of an instance found.
 *
 * @param failure empty if the probe succeeded, else what happened, in words
 * @param proberId who looked
 */
public record Probe(Origin origin, InstanceId id, String failure, String proberId) {}
