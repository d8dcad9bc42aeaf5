/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Delta;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Document;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.rules.ServiceRules;
import io.heliograph.registry.v1.Rules;
import io.heliograph.registry.v1.WatchResponse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Answers to watches, of which the last are kept, since many streams send the same. Thread-safe.
 */
final class SharedAnswers {
  private static final int KEPT = 256;

  private record Shared(Delta delta, Optional<Document> rules, WatchAnswer answer) {}

  private final Catalog catalog;
  private final RuleBook rules;
  private final String life;
  private final LongSupplier wallMillis;
  private final AtomicReferenceArray<Shared> shared = new AtomicReferenceArray<>(KEPT);

  /**
   * None yet.
   *
   * @param life names this node in this life: revisions of another mean nothing here
   */
  SharedAnswers(Catalog catalog, RuleBook rules, String life, LongSupplier wallMillis) {
    this.catalog = catalog;
    this.rules = rules;
    this.life = life;
    this.wallMillis = wallMillis;
  }

  /**
   * What a stream is told.
   *
   * @param told rules that its client does not know
   */
  WatchAnswer of(ServiceName service, Delta delta, Optional<Document> told) {
    int slot = Math.floorMod(service.hashCode() * 2 + (told.isPresent() ? 1 : 0), KEPT);
    Shared last = shared.get(slot);
    OptionalLong stale = catalog.staleMillis(service);
    if (last != null && last.delta() == delta && last.rules().equals(told) && stale.isEmpty()) {
      return last.answer();
    }
    long now = wallMillis.getAsLong();
    WatchResponse.Builder answer =
        WatchResponse.newBuilder()
            .setNode(life)
            .setRevision(delta.revision())
            .setWhole(delta.whole())
            .setStaleMillis(stale.orElse(0))
            .addAllRemoved(delta.removed());
    ServiceRules ruled = rules.of(service); // after the delta: if they change, another follows
    delta.changed().forEach(listed -> answer.addChanged(InstanceMessages.of(listed, ruled, now)));
    told.ifPresent(document -> answer.setRules(message(document)));
    WatchAnswer built = WatchAnswer.of(answer.build());
    shared.set(slot, new Shared(delta, told, built));
    return built;
  }

  private static Rules message(Document rules) {
    return Rules.newBuilder()
        .setVersion(rules.version())
        .setDocument(rules.value().orElse(""))
        .build();
  }
}
