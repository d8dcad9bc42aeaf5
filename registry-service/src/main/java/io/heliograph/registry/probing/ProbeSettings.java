/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.Probe;

/**
 * How much a node probes.
 *
 * @param probers how many nodes probe each instance, 0 to {@value #MAX_PROBERS}; 0: no probes
 * @param intervalMillis how often each of them does, 1 s to an hour; longer if {@code perSecond} is
 *     too little for all
 * @param perSecond probes that this node begins in a second, 1 to 100,000
 * @param inFlight probes that have begun and not ended, 1 to 10,000
 * @param timeoutMillis how long one may take, 10 ms to a minute
 * @param maxBytes of an answer that are read, 1 KiB to 1 MiB
 * @param byDefault how instances are probed that do not say: {@code NONE} or {@code TCP}
 */
public record ProbeSettings(
    int probers,
    long intervalMillis,
    int perSecond,
    int inFlight,
    long timeoutMillis,
    int maxBytes,
    Probe.Type byDefault) {
  /** As many as the health job remembers of an instance. */
  public static final int MAX_PROBERS = 8;

  /** Two probers, every 10 s, instances that ask for it only. */
  public static final ProbeSettings DEFAULT =
      new ProbeSettings(2, 10_000, 1_000, 500, 2_000, 16 << 10, Probe.Type.NONE);

  /** Refuses what makes no sense. */
  public ProbeSettings {
    require("probers", probers, 0, MAX_PROBERS);
    require("interval in ms", intervalMillis, 1_000, 3_600_000);
    require("probes per second", perSecond, 1, 100_000);
    require("probes in flight", inFlight, 1, 10_000);
    require("timeout in ms", timeoutMillis, 10, 60_000);
    require("bytes of an answer", maxBytes, 1 << 10, 1 << 20);
    if (byDefault != Probe.Type.NONE && byDefault != Probe.Type.TCP) {
      throw new IllegalArgumentException("default probe is " + byDefault + ": give NONE or TCP");
    }
  }

  private static void require(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d, give %d to %d".formatted(what, value, least, most));
    }
  }

  /** How an instance is to be probed that wants it so. */
  Probe.Type of(Probe probe) {
    return probe.type() == Probe.Type.UNSET ? byDefault : probe.type();
  }
}
