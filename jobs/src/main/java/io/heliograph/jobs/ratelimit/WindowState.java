/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

/**
 * One second of one rule and key, summed over its reporters.
 *
 * @param limit as the latest report has it
 * @param dirty whether it has changed since its row was sent
 * @param touchedMillis log time of the latest report
 * @param revision of the row that was sent last; 0 for none
 */
public record WindowState(
    long windowMillis,
    String namespace,
    String rule,
    String key,
    long limit,
    long admitted,
    long denied,
    int reporters,
    boolean dirty,
    long touchedMillis,
    long revision) {}
