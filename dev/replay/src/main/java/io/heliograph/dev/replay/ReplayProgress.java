/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

/**
 * How far a replay has come.
 *
 * @param share of the files' bytes that was read, 0 to 1
 * @param items counts over all kinds
 * @param retries requests sent again
 * @param trouble why the last attempt failed, if nothing was taken since; else empty
 */
public record ReplayProgress(
    double share, ReplayReport.Counts items, long retries, String trouble) {}
