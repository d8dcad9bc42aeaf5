/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

/**
 * Something in a document that cannot be meant so.
 *
 * @param field its name in the document
 * @param problem what is wrong with it
 */
public record Warning(String field, String problem) {
  @Override
  public String toString() {
    return field + " " + problem;
  }
}
