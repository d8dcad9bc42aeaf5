/* SPDX-License-Identifier: Apache-2.0 */
/** Spans into traces: what is open, when a trace is whole, and what is remembered of it after. */
package io.heliograph.jobs.trace.assembly;
