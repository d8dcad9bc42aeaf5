/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

/** A version of a row of {@code rate_limit_windows}. */
public record WindowRow(
    long windowMillis,
    String namespace,
    String rule,
    String key,
    long limit,
    long admitted,
    long denied,
    long revision) {}
