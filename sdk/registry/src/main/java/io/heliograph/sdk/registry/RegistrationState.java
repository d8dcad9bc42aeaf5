/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

/**
 * How it stands with a registration.
 *
 * @param phase where it is now
 * @param why what a node said when it refused, or when the stream ended last; empty for nothing
 * @param lost how many streams have ended before they were to
 */
public record RegistrationState(Phase phase, String why, long lost) {
  /** What may be so. */
  public enum Phase {
    /** No node holds the lease: one is being looked for, without end. */
    CONNECTING,
    /** A node holds the lease for as long as the stream to it lives. */
    HELD,
    /** The description is not within the limits: it is not tried again until it is changed. */
    REFUSED,
    /** It was closed. */
    CLOSED
  }
}
