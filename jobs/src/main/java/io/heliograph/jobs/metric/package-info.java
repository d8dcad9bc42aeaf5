/* SPDX-License-Identifier: Apache-2.0 */
/** Raw metric data points into {@code otel_metrics_*}. */
package io.heliograph.jobs.metric;
