/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * All documents of the log, in memory. What is read of the log shows only once its end is reached:
 * on the way there, after compaction, a version may look current that never was. Thread-safe; at
 * most {@value #MAX_DOCUMENTS} documents and {@value #MAX_BYTES} bytes, which writers keep to.
 */
public final class Documents {
  static final int MAX_DOCUMENTS = 10_000;

  /** Of all versions that are kept, about. */
  static final long MAX_BYTES = 16 << 20;

  private final Map<String, Chain> chains = new HashMap<>();
  private final Set<String> unpublished = new LinkedHashSet<>();
  private final ConcurrentMap<String, Document> published = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private volatile boolean known;

  /** The document of a key, without versions if there is none. */
  public Document find(String key) {
    return published.getOrDefault(key, new Document(key, List.of()));
  }

  /** Whether what {@link #find} says is what the log, or a snapshot of it, has said. */
  public boolean areKnown() {
    return known;
  }

  /** Calls back with the key of each document that changes, on the thread that reads the log. */
  public void listen(Consumer<String> changed) {
    listeners.add(changed);
  }

  public int count() {
    return published.size();
  }

  /** About the memory that they take. */
  public long bytes() {
    return bytes.get();
  }

  /** Rises with each change. */
  long changes() {
    return changes.get();
  }

  Collection<Document> all() {
    return published.values();
  }

  /** Whether a writer may add so much. */
  boolean haveRoomFor(String key, long more) {
    return bytes.get() + more <= MAX_BYTES
        && (published.containsKey(key) || published.size() < MAX_DOCUMENTS);
  }

  /** Takes the next record of the log; returns whether it is the current version now. */
  synchronized boolean apply(DocumentVersion record) {
    boolean current = chains.computeIfAbsent(record.key(), Chain::new).offer(record);
    if (current) {
      unpublished.add(record.key());
    }
    return current;
  }

  synchronized void erased(String key, String recordKey) {
    Chain chain = chains.get(key);
    if (chain != null) {
      chain.erased(recordKey);
    }
  }

  /** Keys of records of a document that the log need not keep. */
  synchronized List<String> obsolete(String key) {
    Chain chain = chains.get(key);
    return chain == null ? List.of() : chain.obsolete();
  }

  /** Shows what was taken. To be called at the end of the log. */
  void publish() {
    Set<String> changed;
    synchronized (this) {
      changed = new LinkedHashSet<>(unpublished);
      unpublished.clear();
      for (String key : changed) {
        Document now = chains.get(key).document();
        Document before = published.put(key, now);
        bytes.addAndGet(now.footprint() - (before == null ? 0 : before.footprint()));
        changes.incrementAndGet();
      }
    }
    known = true;
    for (String key : changed) {
      listeners.forEach(listener -> listener.accept(key));
    }
  }
}
