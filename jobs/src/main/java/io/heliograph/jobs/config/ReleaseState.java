/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

/**
 * What is known of a release, which is also its row.
 *
 * @param published whether the fact of its publication has come; others may overtake it
 * @param publishedMillis while that has not come, when it was superseded: it was not published
 *     later, and the table's expiry needs a time
 * @param status published or superseded
 * @param touchedMillis log time of the last fact
 */
public record ReleaseState(
    String releaseId,
    String namespace,
    String app,
    String item,
    long version,
    String kind,
    String target,
    String publisher,
    boolean published,
    long publishedMillis,
    String status,
    long touchedMillis,
    long revision) {}
