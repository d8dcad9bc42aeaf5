/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Delta;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.ConfigLog;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.configlog.MemoryConfigLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuledWeightsTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private final ConfigLog log = new MemoryConfigLog(new Documents());
  private final Catalog catalog =
      new Catalog(() -> 1_000_000, 0, Runnable::run, new CatalogLimits(1_000, 1 << 30, 1_000));
  private RuleBook book;
  private boolean inHaste;
  private int version;

  @BeforeEach
  void start() throws Exception {
    log.documents().listen(this::published);
    book = new RuleBook(log.documents());
    log.start();
    book.listen(new RuledWeights(catalog, book));
    catalog.register(ORDERS, instance("warm", 0));
    catalog.register(ORDERS, instance("begins", 600));
  }

  private static Instance instance(String id, int warmupSeconds) {
    return new Instance(
        id,
        "10.0.0.7",
        8080,
        "grpc",
        "1",
        "",
        "",
        100,
        warmupSeconds,
        30,
        Location.UNKNOWN,
        Map.of(),
        Map.of());
  }

  /** A change is published before those hear of it who listen to the book. */
  private void published(String key) {
    if (inHaste) {
      assertThat(book.of(ORDERS)).isNotNull();
    }
  }

  /** The instances that those hear of who watch. */
  private List<String> changedBy(String rules) {
    long known = catalog.view(ORDERS).revision();
    assertThat(
            log.write(
                new ConfigLog.Change(RuleBook.key(ORDERS), version++, "", Optional.of(rules))))
        .isCompleted();
    Delta delta = catalog.since(ORDERS, known);
    assertThat(delta.revision()).as("all hear that there is something").isGreaterThan(known);
    return delta.changed().stream().map(Listed::instance).map(Instance::id).sorted().toList();
  }

  @Test
  void weightOfOne_isToldOfThatOne_whenItComesAndWhenItGoes() {
    assertThat(changedBy("{\"weights\":{\"warm\":50}}")).containsExactly("warm");
    assertThat(changedBy("{\"weights\":{\"warm\":70}}")).containsExactly("warm");
    assertThat(changedBy("{}")).containsExactly("warm");
  }

  @Test
  void weightOfOne_isTold_thoughSomebodyReadTheRulesBefore() {
    inHaste = true;
    assertThat(changedBy("{\"weights\":{\"warm\":50}}")).containsExactly("warm");
    assertThat(changedBy("{\"weights\":{\"warm\":70}}")).containsExactly("warm");
  }

  /** At its beginning its weight is 1 by any rule, and it grows without a change of the list. */
  @Test
  void weightOfOneThatBeginsToWarmUp_isTold() {
    assertThat(changedBy("{\"weights\":{\"begins\":50}}")).containsExactly("begins");
  }

  @Test
  void rulesThatWeighNobodyOtherwise_areToldWithoutInstances() {
    assertThat(changedBy("{\"degradation\":{\"service\":\"sale\"}}")).isEmpty();
  }
}
