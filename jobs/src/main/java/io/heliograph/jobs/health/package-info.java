/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The health job: heartbeats and probes in, {@code instances} and {@code health_events} out.
 * Liveness is judged in log time alone, see {@link io.heliograph.jobs.health.LivenessClock}.
 */
package io.heliograph.jobs.health;
