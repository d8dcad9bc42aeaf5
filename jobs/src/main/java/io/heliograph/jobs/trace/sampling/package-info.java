/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Tail sampling: which traces' raw spans are kept longer. Pure rules; knows neither Flink nor the
 * wire.
 */
package io.heliograph.jobs.trace.sampling;
