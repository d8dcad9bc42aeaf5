/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

/**
 * A reference to a span that is not the parent.
 *
 * @param traceHigh first 64 bits of its trace's id
 * @param traceLow last 64 bits of its trace's id
 * @param spanId its id
 */
public record SpanLink(long traceHigh, long traceLow, long spanId) {}
