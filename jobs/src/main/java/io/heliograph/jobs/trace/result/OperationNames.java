/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that may be counted by name, first come, first served: so many operations per service,
 * and {@value #MAX_SERVICES} services. A name once admitted stays until the subtask starts anew.
 * Each subtask has its own; which traces it gets does not go by service, so together they may admit
 * as many operations of one service as their limits add up to.
 */
final class OperationNames {
  static final String OTHER = "(other)";
  static final int MAX_SERVICES = 10_000;

  private final int maxPerService;
  private final Map<String, Set<String>> operations = new HashMap<>();

  OperationNames(int maxPerService) {
    this.maxPerService = maxPerService;
  }

  /** The service's name, or {@link #OTHER} if there are too many services. */
  String service(String service) {
    if (operations.containsKey(service)) {
      return service;
    }
    if (operations.size() >= MAX_SERVICES) {
      return OTHER;
    }
    operations.put(service, new HashSet<>());
    return service;
  }

  /** The operation's name, or {@link #OTHER} if the service, or its operation, is one too many. */
  String operation(String service, String operation) {
    Set<String> known = operations.get(service);
    if (known == null) {
      return OTHER;
    }
    if (known.contains(operation) || (known.size() < maxPerService && known.add(operation))) {
      return operation;
    }
    return OTHER;
  }
}
