/* SPDX-License-Identifier: Apache-2.0 */
/** What the health job does per second: a backlog of heartbeats, drained by the job itself. */
package io.heliograph.benchmarks.health;
