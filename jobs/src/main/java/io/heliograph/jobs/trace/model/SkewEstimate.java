/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

/**
 * How far a host's clock is off.
 *
 * @param service of the host
 * @param host which instance of it; empty if spans do not say
 * @param referenceService whose clock it is compared with: the one the trace begins with
 * @param offsetNanos what the clock is ahead of that one; negative if it is behind
 * @param leastNanos how far it is off at least, either way
 * @param pairs of client and server spans that say so
 */
public record SkewEstimate(
    String service,
    String host,
    String referenceService,
    long offsetNanos,
    long leastNanos,
    int pairs) {}
