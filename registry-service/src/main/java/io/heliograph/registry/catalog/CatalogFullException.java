/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/** A node holds as much as it may; the message says of what. */
public final class CatalogFullException extends Exception {
  private static final long serialVersionUID = 1;

  CatalogFullException(String message) {
    super(message);
  }
}
