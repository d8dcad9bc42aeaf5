/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The instances of a service beside each other: calls, errors and latency of each, from what it
 * reports and from its spans, and how far it stands out from its peers. Judged in log time alone.
 */
package io.heliograph.jobs.health.peer;
