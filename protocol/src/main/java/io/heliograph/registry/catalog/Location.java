/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * Where an instance runs, from large to small; each may be empty, and then is not known. Region,
 * zone and sub-zone of xDS.
 *
 * @param center datacenter
 */
public record Location(String city, String center, String room) {
  public static final Location UNKNOWN = new Location("", "", "");
}
