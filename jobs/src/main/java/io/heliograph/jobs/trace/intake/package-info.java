/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The way of spans from Kafka's fragments to the assembly of traces: what the rules need of each
 * span, per trace, in a compact form that state can hold.
 */
package io.heliograph.jobs.trace.intake;
