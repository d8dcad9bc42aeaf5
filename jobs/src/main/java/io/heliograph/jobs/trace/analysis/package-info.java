/* SPDX-License-Identifier: Apache-2.0 */
/** What a trace says: pure rules over its tree. Knows neither Flink nor the wire. */
package io.heliograph.jobs.trace.analysis;
