/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Rules that steer the traffic to a service: what they may say, and who gets which share of the
 * traffic by them. Knows no transport and no clock; of the store, {@link
 * io.heliograph.registry.rules.RuleBook} knows that documents come in versions.
 */
package io.heliograph.registry.rules;
