/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

/**
 * The numbers of a report.
 *
 * @param limit permits per second in force
 */
public record Report(long limit, long admitted, long denied) {}
