/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.eureka.Applications.Application;
import io.heliograph.registry.eureka.RecentChanges.Change;
import io.heliograph.registry.rules.ServiceRules;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What Eureka's clients read. Lists of all applications are at most {@value #FRESH_MILLIS} ms old,
 * so that many clients share one; the rest is of now. Used by one thread.
 */
public final class EurekaPages {
  static final long FRESH_MILLIS = 300;

  /** No count of instances by status looks so: a client that sees it fetches all. */
  static final String NO_HASH = "FETCH_ALL_";

  private final Catalog catalog;
  private final Function<ServiceName, ServiceRules> rules;
  private final LongSupplier wallMillis;
  private final RecentChanges changes = new RecentChanges();
  private Applications applications = Applications.NONE;
  private long lookedAtMillis;
  private Page all = new Page(out -> {});
  private Page delta = all;

  /**
   * The pages of a catalog.
   *
   * @param rules of a service as they are now; a change of them is to touch it in the catalog after
   *     that
   */
  public EurekaPages(
      Catalog catalog, Function<ServiceName, ServiceRules> rules, LongSupplier wallMillis) {
    this.catalog = catalog;
    this.rules = rules;
    this.wallMillis = wallMillis;
  }

  /** All applications. */
  public Page all() {
    refresh();
    return all;
  }

  /** What has changed lately, with the hash code of all. */
  public Page delta() {
    refresh();
    return delta;
  }

  /** Those who are looked up by a name, of any application. */
  public Page vip(String name, boolean secure) {
    refresh();
    SortedMap<String, Application> found = new TreeMap<>();
    applications
        .byName()
        .forEach(
            (app, application) -> {
              SortedMap<String, Shown> named = new TreeMap<>(application.instances());
              named
                  .values()
                  .removeIf(
                      one ->
                          Arrays.stream(
                                  InstanceWriter.vip(app, one.listed().instance(), secure)
                                      .split(","))
                              .noneMatch(vip -> vip.strip().equalsIgnoreCase(name)));
              if (!named.isEmpty()) {
                found.put(app, new Application(application.views(), named));
              }
            });
    return page(new Applications(applications.revision(), found));
  }

  /** An application of now; empty if it has no instance. */
  public Optional<Page> application(String app) {
    return Applications.find(catalog, rules, app)
        .map(
            application ->
                new Page(
                    out -> {
                      out.writeObjectFieldStart("application");
                      write(out, app, application);
                      out.writeEndObject();
                    }));
  }

  /** An instance of now. */
  public Optional<Page> instance(String app, String id) {
    return Applications.find(catalog, rules, app)
        .map(application -> application.instances().get(id))
        .map(shown -> page(app, shown));
  }

  /** An instance of any application, of now. */
  public Optional<Page> instance(String id) {
    for (String service : catalog.services(EurekaLeases.NAMESPACE).keySet()) {
      ServiceName name = new ServiceName(EurekaLeases.NAMESPACE, service);
      Optional<Shown> found = catalog.find(name, id).map(one -> Shown.of(one, rules.apply(name)));
      if (found.isPresent()) {
        return Optional.of(page(Applications.name(service), found.get()));
      }
    }
    return Optional.empty();
  }

  private void refresh() {
    long now = wallMillis.getAsLong();
    if (Math.abs(now - lookedAtMillis) < FRESH_MILLIS
        || (applications.revision() == catalog.revision() && changes.isEmpty())) {
      return;
    }
    boolean first = lookedAtMillis == 0;
    lookedAtMillis = now;
    Applications before = applications;
    if (before.revision() != catalog.revision()) {
      applications = Applications.of(catalog, rules, before);
      all = page(applications);
      if (first) {
        changes.noteYoung(applications, now);
      } else {
        changes.note(before, applications, now);
      }
    }
    delta = delta(now);
  }

  private Page delta(long now) {
    SortedMap<String, List<Change>> byApp = changes.byApp(now);
    String hash = changes.reachBack(now) ? applications.hashCodeOfAll() : NO_HASH;
    long version = applications.revision();
    return new Page(
        out -> {
          begin(out, version, hash);
          for (Map.Entry<String, List<Change>> entry : byApp.entrySet()) {
            out.writeStartObject();
            out.writeStringField("name", entry.getKey());
            out.writeArrayFieldStart("instance");
            for (Change change : entry.getValue()) {
              InstanceWriter.write(out, entry.getKey(), change.shown(), change.action());
            }
            out.writeEndArray();
            out.writeEndObject();
          }
          end(out);
        });
  }

  private static Page page(Applications applications) {
    return new Page(
        out -> {
          begin(out, applications.revision(), applications.hashCodeOfAll());
          for (Map.Entry<String, Application> entry : applications.byName().entrySet()) {
            out.writeStartObject();
            write(out, entry.getKey(), entry.getValue());
            out.writeEndObject();
          }
          end(out);
        });
  }

  private static Page page(String app, Shown shown) {
    return new Page(
        out -> {
          out.writeFieldName("instance");
          InstanceWriter.write(out, app, shown, RecentChanges.ADDED);
        });
  }

  /** The names of these two fields are as the XStream of old escaped them. */
  private static void begin(JsonGenerator out, long version, String hash) throws IOException {
    out.writeObjectFieldStart("applications");
    out.writeStringField("versions__delta", Long.toString(version));
    out.writeStringField("apps__hashcode", hash);
    out.writeArrayFieldStart("application");
  }

  private static void end(JsonGenerator out) throws IOException {
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String app, Application application)
      throws IOException {
    out.writeStringField("name", app);
    out.writeArrayFieldStart("instance");
    for (Shown shown : application.instances().values()) {
      InstanceWriter.write(out, app, shown, RecentChanges.ADDED);
    }
    out.writeEndArray();
  }
}
