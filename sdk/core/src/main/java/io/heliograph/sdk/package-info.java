/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The small client of Heliograph: what a service tells the pipeline that OpenTelemetry has no words
 * for. Start with {@link io.heliograph.sdk.HeliographReporter}; the helpers around it fill in the
 * fields of each signal. Nothing here throws into, or waits for the network on, a caller's thread
 * once it is configured.
 */
package io.heliograph.sdk;
