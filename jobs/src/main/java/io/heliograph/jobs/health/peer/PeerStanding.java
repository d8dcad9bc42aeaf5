/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

/** The standing of a named instance. */
public record PeerStanding(
    String namespace, String service, String instanceId, Standing standing) {}
