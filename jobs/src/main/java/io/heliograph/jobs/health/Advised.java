/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * What the registry was last told of an instance.
 *
 * @param millis log time
 */
public record Advised(HealthState state, int score, long millis, long revision) {}
