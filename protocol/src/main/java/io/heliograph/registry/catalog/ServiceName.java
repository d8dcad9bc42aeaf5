/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * A service of an environment or tenant.
 *
 * @param namespace {@code default} if a client names none
 */
public record ServiceName(String namespace, String service) implements Comparable<ServiceName> {
  @Override
  public int compareTo(ServiceName other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : service.compareTo(other.service);
  }

  @Override
  public String toString() {
    return namespace + "/" + service;
  }
}
