/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * What the job thinks of an instance.
 *
 * @param score 0 (gets no traffic) to 100 (healthy)
 * @param reason in words, for a person
 */
public record Verdict(HealthState state, int score, String reason) {}
