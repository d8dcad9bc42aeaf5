/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How immutable records travel between tasks and lie in checkpoints where Flink's serializer of
 * records, which goes by reflection, would take most of the time.
 */
package io.heliograph.jobs.records;
