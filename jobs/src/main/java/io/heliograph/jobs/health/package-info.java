/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The health job: heartbeats, probes and traffic in; {@code instances}, {@code health_events} and
 * advice for the registry out. Judged in log time alone, see {@link
 * io.heliograph.jobs.health.LivenessClock}.
 *
 * <pre>
 *   HealthJudge   what the moment says: silence, probes, standing among peers (HealthScore)
 *   Steadying     what is told of it: recovery by beats, flap damping
 *   Telling       to whom: row, advice
 *   HealthRules   the three in a row, for a beat, a probe, a standing, a deadline
 * </pre>
 */
package io.heliograph.jobs.health;
