/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import io.heliograph.registry.rules.ServiceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The services of Eureka's namespace as applications, at one moment. Services whose names differ in
 * case only are one application; of two instances of one id in it, one is shown.
 *
 * @param revision of the catalog
 * @param byName in upper case; not to be changed
 * @param hashCodeOfAll what a client compares its own count of instances by status with, such as
 *     {@code DOWN_1_UP_3_}
 */
record Applications(long revision, SortedMap<String, Application> byName, String hashCodeOfAll) {
  static final Applications NONE = new Applications(-1, new TreeMap<>());

  Applications(long revision, SortedMap<String, Application> byName) {
    this(revision, byName, hashCode(byName));
  }

  /**
   * An application.
   *
   * @param views what it was made of
   * @param instances by id
   */
  record Application(List<ServiceView> views, SortedMap<String, Shown> instances) {}

  /** A service's name and its instances. */
  private record Part(ServiceName service, ServiceView view) {}

  /** The application that a service belongs to. */
  static String name(String service) {
    return service.toUpperCase(Locale.ROOT);
  }

  /** One of now, alone; empty if it has no instance. */
  static Optional<Application> find(
      Catalog catalog, Function<ServiceName, ServiceRules> rules, String app) {
    List<Part> parts =
        catalog.services(EurekaLeases.NAMESPACE).keySet().stream()
            .filter(service -> name(service).equals(app))
            .map(service -> new ServiceName(EurekaLeases.NAMESPACE, service))
            .map(service -> new Part(service, catalog.view(service)))
            .toList();
    return Optional.of(application(null, parts, rules)).filter(found -> !found.instances.isEmpty());
  }

  /** Those of now; what has not changed since the former is taken over. */
  static Applications of(
      Catalog catalog, Function<ServiceName, ServiceRules> rules, Applications former) {
    long revision = catalog.revision(); // before the views, so that nothing is thought known
    SortedMap<String, List<Part>> parts = new TreeMap<>();
    for (String service : catalog.services(EurekaLeases.NAMESPACE).keySet()) {
      ServiceName name = new ServiceName(EurekaLeases.NAMESPACE, service);
      ServiceView view = catalog.view(name);
      if (!view.instances().isEmpty()) {
        parts.computeIfAbsent(name(service), of -> new ArrayList<>(1)).add(new Part(name, view));
      }
    }
    SortedMap<String, Application> byName = new TreeMap<>();
    parts.forEach((name, of) -> byName.put(name, application(former.byName.get(name), of, rules)));
    return new Applications(revision, byName);
  }

  /** The rules are read after the view, which is another one once they have changed. */
  private static Application application(
      Application former, List<Part> parts, Function<ServiceName, ServiceRules> rules) {
    List<ServiceView> views = parts.stream().map(Part::view).toList();
    if (former != null && sameViews(former.views, views)) {
      return former;
    }
    SortedMap<String, Shown> instances = new TreeMap<>();
    for (Part part : parts) {
      ServiceRules ruled = rules.apply(part.service);
      part.view
          .instances()
          .forEach(listed -> instances.put(listed.instance().id(), Shown.of(listed, ruled)));
    }
    return new Application(views, instances);
  }

  /** A view is the same object until its service changes. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean sameViews(List<ServiceView> some, List<ServiceView> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static String hashCode(SortedMap<String, Application> byName) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Application application : byName.values()) {
      for (Shown shown : application.instances.values()) {
        counts.merge(shown.status().name(), 1, Integer::sum);
      }
    }
    StringBuilder hash = new StringBuilder();
    counts.forEach((status, count) -> hash.append(status).append('_').append(count).append('_'));
    return hash.toString();
  }
}
