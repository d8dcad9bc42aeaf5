/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/**
 * A row of {@code service_lanes}: in that hour the service had an instance in that lane.
 *
 * @param hourSeconds Unix time of the hour
 * @param lane empty for the baseline
 */
public record LaneRow(long hourSeconds, String service, String lane) {}
