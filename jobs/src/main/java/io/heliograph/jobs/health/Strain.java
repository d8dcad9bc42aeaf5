/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * What an instance says it carries. It is told in reasons and lowers no score: a machine at work is
 * not sick, and to admit less is the business of its load limiter.
 *
 * @param cpu share of all cores it may use, 0 to 1
 * @param load1 the host's load average over a minute
 * @param memory share of its memory limit, 0 to 1
 * @param inFlight calls being served
 */
public record Strain(double cpu, double load1, double memory, long inFlight) {
  /** Of an instance that says nothing of it. */
  static final Strain NONE = new Strain(0, 0, 0, 0);
}
