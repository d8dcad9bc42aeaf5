/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

/** How many TaskManagers are registered and how many of their slots there are, and are free. */
public record ClusterOverview(int taskManagers, int slots, int slotsFree, String version) {}
