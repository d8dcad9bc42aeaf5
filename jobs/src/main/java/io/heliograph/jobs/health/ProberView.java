/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * What a prober found last.
 *
 * @param millis log time of that probe
 * @param failure empty if it succeeded, else what happened, in words
 */
public record ProberView(String proberId, long millis, String failure) {}
