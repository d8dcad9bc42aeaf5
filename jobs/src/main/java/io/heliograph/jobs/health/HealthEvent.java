/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * A change of state.
 *
 * @param timeMillis log time: of the beat, or when the promise was broken
 * @param from empty for an instance seen for the first time
 */
public record HealthEvent(InstanceId id, long timeMillis, String from, Verdict to) {}
