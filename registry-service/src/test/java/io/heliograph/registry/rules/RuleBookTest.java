/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.ConfigLog;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.configlog.MemoryConfigLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final ServiceName STOCK = new ServiceName("default", "stock");

  private final ConfigLog log = new MemoryConfigLog(new Documents());
  private final RuleBook book = new RuleBook(log.documents());

  @BeforeEach
  void start() {
    assertThat(book.isKnown()).isFalse();
    log.start();
    assertThat(book.isKnown()).isTrue();
  }

  @Test
  void of_changes_areSeenAndToldPerService() {
    List<ServiceName> heard = new ArrayList<>();
    book.listen((service, before) -> heard.add(service));
    assertThat(book.of(ORDERS)).isEqualTo(ServiceRules.NONE);

    write(0, "{\"weights\":{\"a\":1}}");
    assertThat(book.of(ORDERS).weights()).containsEntry("a", 1);
    assertThat(book.of(ORDERS)).as("read once").isSameAs(book.of(ORDERS));
    write(1, "{\"weights\":{\"a\":2}}");
    assertThat(book.of(ORDERS).weights()).containsEntry("a", 2);
    assertThat(book.of(STOCK)).isEqualTo(ServiceRules.NONE);
    write(RuleBook.key(ORDERS), 2, Optional.empty());
    assertThat(book.of(ORDERS)).isEqualTo(ServiceRules.NONE);
    assertThat(heard).containsExactly(ORDERS, ORDERS, ORDERS);
  }

  @Test
  void of_versionThatCannotBeRead_leavesTheOneBefore() {
    write(0, "{\"weights\":{\"a\":1}}");
    write(1, "{\"mirroring\":{\"a\":1}}");

    assertThat(book.of(ORDERS).weights()).containsEntry("a", 1);
  }

  @Test
  void listen_otherDocuments_areNoRules() {
    List<ServiceName> heard = new ArrayList<>();
    book.listen((service, before) -> heard.add(service));

    write("config/shop/timeout", 0, Optional.of("1"));

    assertThat(heard).isEmpty();
  }

  private void write(long expected, String json) {
    write(RuleBook.key(ORDERS), expected, Optional.of(json));
  }

  private void write(String key, long expected, Optional<String> value) {
    assertThat(log.write(new ConfigLog.Change(key, expected, "", value))).isCompleted();
  }
}
