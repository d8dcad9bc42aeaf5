/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Document;
import io.heliograph.registry.configlog.DocumentVersion;
import io.heliograph.registry.configlog.Documents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of all services, as the documents of the log say them. Each document is read once. One
 * that this version cannot read (a later one wrote it) leaves the last one in force that it can.
 * Thread-safe.
 */
public final class RuleBook {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);
  private static final String PREFIX = "rules/";

  /** Hears of changes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * The rules of a service have changed; called on the thread that reads the log.
     *
     * @param before the rules that were told of last; {@link ServiceRules#NONE} at first
     */
    void changed(ServiceName service, ServiceRules before);
  }

  private final Documents documents;
  private final ConcurrentMap<String, ServiceRules> read = new ConcurrentHashMap<>();

  /** What was told of last; a service of which nothing is said is not in it. */
  private final Map<ServiceName, ServiceRules> told = new HashMap<>();

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** The rules in these documents. */
  public RuleBook(Documents documents) {
    this.documents = documents;
    documents.listen(this::changed);
  }

  /** The key of the document that holds the rules of a service. */
  public static String key(ServiceName service) {
    return PREFIX + service.namespace() + "/" + service.service();
  }

  /** The rules that hold now; {@link ServiceRules#NONE} if there are none. */
  public ServiceRules of(ServiceName service) {
    return document(service).versions().isEmpty() // names that are asked for are not remembered
        ? ServiceRules.NONE
        : read.computeIfAbsent(key(service), this::read);
  }

  /** The document that holds the rules of a service. */
  public Document document(ServiceName service) {
    return documents.find(key(service));
  }

  /** Whether the absence of rules means that there are none. */
  public boolean isKnown() {
    return documents.areKnown();
  }

  /** Tells of each change from now on. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  private void changed(String key) {
    String[] parts = key.split("/", -1);
    if (!key.startsWith(PREFIX) || parts.length != 3) {
      return;
    }
    read.remove(key);
    ServiceName service = new ServiceName(parts[1], parts[2]);
    ServiceRules before = before(service, of(service));
    listeners.forEach(listener -> listener.changed(service, before));
  }

  /** Not what is read: somebody may have asked for the rules since they are published. */
  private synchronized ServiceRules before(ServiceName service, ServiceRules now) {
    ServiceRules before =
        now.equals(ServiceRules.NONE) ? told.remove(service) : told.put(service, now);
    return before == null ? ServiceRules.NONE : before;
  }

  private ServiceRules read(String key) {
    for (DocumentVersion version : documents.find(key).versions()) {
      if (version.value().isEmpty()) {
        return ServiceRules.NONE;
      }
      try {
        return RulesJson.read(version.value().get().getBytes(UTF_8));
      } catch (Refusal e) {
        LOG.warn(
            "version {} of {} cannot be read, the one before it holds: {}",
            version.version(),
            key,
            e.getMessage());
      }
    }
    return ServiceRules.NONE;
  }
}
