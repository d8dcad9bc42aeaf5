/* SPDX-License-Identifier: Apache-2.0 */
/** Raw spans into {@code otel_traces}. */
package io.heliograph.jobs.trace;
