/* SPDX-License-Identifier: Apache-2.0 */
/** A trace as the rules see it: spans, and the tree they form. Knows neither Flink nor the wire. */
package io.heliograph.jobs.trace.model;
