/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/** A request that asks for something that cannot be; the message names the field and its limit. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param field its name as the client wrote it, such as {@code tags.tier}
   * @param problem what is wrong with it, and what is allowed
   */
  public Refusal(String field, String problem) {
    super(field + " " + problem);
  }
}
