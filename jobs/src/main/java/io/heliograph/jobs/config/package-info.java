/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The config job: who published what, and how far it has arrived; {@code config_releases} and
 * {@code config_arrivals}.
 */
package io.heliograph.jobs.config;
