/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

/** The faults of the schedule, by name. */
final class Faults {
  private Faults() {}

  static FaultSchedule.Fault named(String name) {
    return FaultSchedule.FAULTS.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no fault is called " + name));
  }
}
