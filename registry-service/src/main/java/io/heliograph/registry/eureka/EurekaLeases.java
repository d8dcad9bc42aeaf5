/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Eureka's clients and operators do to instances. An application is the service of its name in
 * lower case. Thread-safe; those who change an instance take turns, those who renew do not wait.
 */
public final class EurekaLeases {
  /** Of the services that Eureka shows. */
  public static final String NAMESPACE = "default";

  /** The key of an instance's metadata under which its {@code ipAddr} is kept. */
  public static final String IP_ADDRESS = Keys.PREFIX + "ipAddr";

  /** What became of a change to an instance. */
  public enum Outcome {
    DONE,
    UNKNOWN_INSTANCE,

    /** Its owner registers it through another API, and would undo the change. */
    NOT_EUREKAS
  }

  private final Catalog catalog;
  private final Object changes = new Object();

  public EurekaLeases(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The service that an application is. */
  public static ServiceName service(String app) throws Refusal {
    return new ServiceName(
        NAMESPACE, InstanceLimits.name("application", app.toLowerCase(Locale.ROOT)));
  }

  /**
   * Registers an instance, or changes its description. An override that is known stays; a
   * registration that was overtaken by a later one of the same instance only renews.
   */
  public void register(String app, byte[] body) throws Refusal, CatalogFullException {
    ServiceName service = service(app);
    Instance told = InstanceReader.read(app, body);
    synchronized (changes) {
      Instance known = catalog.find(service, told.id()).map(Listed::instance).orElse(told);
      if (dirtyAt(known) > dirtyAt(told)) {
        catalog.renew(service, told.id());
        return;
      }
      String override = known.metadata().get(Keys.OVERRIDE);
      catalog.register(
          service, override == null ? told : changed(told, Map.of(Keys.OVERRIDE, override)));
    }
  }

  /**
   * Renews a lease.
   *
   * @param dirtyAtMillis when the client last changed its description; 0 if it does not say
   * @return false if it has to register anew, since it is not known or not as it is now
   */
  public boolean renew(String app, String id, long dirtyAtMillis) throws Refusal {
    ServiceName service = service(app);
    catalog.renew(service, id);
    Instance known = catalog.find(service, id).map(Listed::instance).orElse(null);
    return known != null && (!Keys.isEurekas(known) || dirtyAtMillis <= dirtyAt(known));
  }

  /** Takes an instance out at once; false if it was not listed. */
  public boolean cancel(String app, String id) throws Refusal {
    ServiceName service = service(app);
    synchronized (changes) {
      return catalog.deregister(service, id);
    }
  }

  /** Sets an instance's status in place of its own; {@link Status#UNKNOWN} takes that away. */
  public Outcome override(String app, String id, Status status)
      throws Refusal, CatalogFullException {
    return change(
        app,
        id,
        known -> {
          if (status == Status.UNKNOWN) {
            return without(known, Keys.OVERRIDE);
          }
          return Status.of(known.metadata()) == status
              ? known
              : changed(known, Map.of(Keys.OVERRIDE, status.name()));
        });
  }

  /**
   * Lets an instance's own status count again.
   *
   * @param own what is taken for it until the instance says otherwise; UNKNOWN for what it last
   *     said
   */
  public Outcome removeOverride(String app, String id, Status own)
      throws Refusal, CatalogFullException {
    return change(
        app,
        id,
        known -> {
          Instance free = without(known, Keys.OVERRIDE);
          return own == Status.UNKNOWN ? free : changed(free, Map.of(Keys.STATUS, own.name()));
        });
  }

  /** Adds to an instance's metadata, until it registers anew. */
  public Outcome putMetadata(String app, String id, Map<String, String> entries)
      throws Refusal, CatalogFullException {
    for (String key : entries.keySet()) {
      Keys.requireOwn(key);
    }
    return change(app, id, known -> changed(known, entries));
  }

  private interface Change {
    Instance apply(Instance known) throws Refusal;
  }

  /** A change renews the lease, too. */
  private Outcome change(String app, String id, Change change)
      throws Refusal, CatalogFullException {
    ServiceName service = service(app);
    synchronized (changes) {
      Instance known = catalog.find(service, id).map(Listed::instance).orElse(null);
      if (known == null) {
        return Outcome.UNKNOWN_INSTANCE;
      }
      if (!Keys.isEurekas(known)) {
        return Outcome.NOT_EUREKAS;
      }
      catalog.register(service, change.apply(known));
      return Outcome.DONE;
    }
  }

  private static Instance changed(Instance known, Map<String, String> entries) throws Refusal {
    SortedMap<String, String> metadata = new TreeMap<>(known.metadata());
    metadata.putAll(entries);
    Keys.requireRoom(metadata);
    return Description.with(known, metadata);
  }

  private static Instance without(Instance known, String key) throws Refusal {
    SortedMap<String, String> metadata = new TreeMap<>(known.metadata());
    metadata.remove(key);
    return Description.with(known, metadata);
  }

  private static long dirtyAt(Instance instance) {
    return Keys.number(instance, Keys.DIRTY, 0);
  }
}
