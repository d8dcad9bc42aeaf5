/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import static io.heliograph.jobs.message.AFact.BILLING;
import static io.heliograph.jobs.message.AFact.SHIPPING;
import static io.heliograph.jobs.message.AFact.START;
import static io.heliograph.jobs.message.AFact.at;
import static io.heliograph.jobs.message.AFact.produced;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.message.MessageFact.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MessageRulesTest {
  private static final MessageFact DELIVERED = at(BILLING, Kind.DELIVERED, 1, 200);
  private static final MessageFact CONSUMED = at(BILLING, Kind.CONSUMED, 1, 300);

  /** What the table shows in the end: the latest row of each group. */
  private static Map<String, MessageRow> table(List<MessageFact> facts) {
    Map<String, MessageRow> table = new HashMap<>();
    MessageState state = null;
    for (MessageFact fact : facts) {
      MessageState after = MessageRules.onFact(state, fact);
      if (!after.equals(state)) {
        MessageRules.rows(after, fact).forEach(row -> table.put(row.group(), row));
      }
      state = after;
    }
    return table;
  }

  private static MessageRow billing(MessageFact... facts) {
    return table(List.of(facts)).get(BILLING);
  }

  @Test
  void produced_withoutConsumer_hasARowWithoutGroup() {
    assertThat(table(List.of(produced(100))))
        .containsExactly(
            Map.entry(
                "",
                new MessageRow(
                    "m-1",
                    "orders",
                    "order-7",
                    "paid",
                    "",
                    "frontend",
                    100,
                    "",
                    0,
                    0,
                    "produced",
                    START * 1_000)));
  }

  @Test
  void consumed_joinsTheProducersFacts() {
    MessageRow row = billing(produced(100), DELIVERED, CONSUMED);

    assertThat(row.producer()).isEqualTo("frontend");
    assertThat(row.producedMillis()).isEqualTo(100);
    assertThat(row.consumedMillis()).isEqualTo(300);
    assertThat(row.attempts()).isEqualTo(1);
    assertThat(row.tag()).isEqualTo("paid");
    assertThat(row.outcome()).isEqualTo("consumed");
  }

  @Test
  void anyOrder_endsInTheSameRow() {
    List<MessageFact> facts =
        List.of(
            produced(100),
            DELIVERED,
            at(BILLING, Kind.FAILED, 1, 250),
            at(BILLING, Kind.DELIVERED, 2, 260),
            at(BILLING, Kind.CONSUMED, 2, 300));
    MessageRow expected = table(facts).get(BILLING);

    for (List<MessageFact> order : permutations(facts)) {
      MessageRow row = table(order).get(BILLING);
      assertThat(row).usingRecursiveComparison().ignoringFields("revision").isEqualTo(expected);
    }
    assertThat(expected.outcome()).isEqualTo("consumed");
    assertThat(expected.attempts()).isEqualTo(2);
  }

  @Test
  void produced_notKnownYet_isNotLaterThanAnyConsumerSays() {
    assertThat(billing(CONSUMED).producedMillis()).isEqualTo(300);
    assertThat(billing(CONSUMED, DELIVERED).producedMillis()).isEqualTo(300);
    assertThat(billing(CONSUMED, at(BILLING, Kind.DELIVERED, 2, 200)).producedMillis())
        .isEqualTo(200);
  }

  @Test
  void produced_comingLast_completesTheRowsOfAllGroups() {
    Map<String, MessageRow> table =
        table(List.of(CONSUMED, at(SHIPPING, Kind.DELIVERED, 1, 400), produced(100)));

    assertThat(table).containsOnlyKeys(BILLING, SHIPPING);
    assertThat(table.values()).extracting(MessageRow::producer).containsOnly("frontend");
    assertThat(table.values()).extracting(MessageRow::tag).containsOnly("paid");
  }

  @Test
  void outcome_failedThenDeliveredAgain_isDelivered() {
    assertThat(
            billing(at(BILLING, Kind.FAILED, 1, 250), at(BILLING, Kind.DELIVERED, 2, 260))
                .outcome())
        .isEqualTo("delivered");
    assertThat(billing(DELIVERED, at(BILLING, Kind.FAILED, 1, 250)).outcome()).isEqualTo("failed");
  }

  @Test
  void outcome_givenUp_isDeadLettered_unlessItWasConsumed() {
    MessageFact givenUp = at(BILLING, Kind.DEAD_LETTERED, 3, 500);

    assertThat(billing(givenUp, at(BILLING, Kind.FAILED, 3, 400)).outcome())
        .isEqualTo("dead_lettered");
    assertThat(billing(givenUp, CONSUMED).outcome()).isEqualTo("consumed");
    assertThat(billing(CONSUMED, givenUp).outcome()).isEqualTo("consumed");
    assertThat(billing(CONSUMED, givenUp).attempts()).isEqualTo(3);
  }

  @Test
  void consumedTwice_keepsTheEarliestTime() {
    assertThat(billing(CONSUMED, at(BILLING, Kind.CONSUMED, 2, 280)).consumedMillis())
        .isEqualTo(280);
    assertThat(billing(CONSUMED, at(BILLING, Kind.CONSUMED, 2, 900)).consumedMillis())
        .isEqualTo(300);
  }

  @Test
  void repeatedFacts_tellNothingNew() {
    MessageState state = MessageRules.onFact(MessageRules.onFact(null, produced(100)), CONSUMED);

    assertThat(MessageRules.onFact(state, produced(100))).isSameAs(state);
    assertThat(MessageRules.onFact(state, CONSUMED)).isSameAs(state);
    assertThat(MessageRules.onFact(state, DELIVERED)).isSameAs(state);
  }

  @Test
  void groups_areBounded() {
    MessageState state = MessageRules.onFact(null, produced(100));
    for (int i = 0; i < MessageRules.MAX_GROUPS; i++) {
      MessageFact fact = at("group-" + i, Kind.CONSUMED, 1, 300);
      assertThat(MessageRules.refusal(state, fact)).isEmpty();
      state = MessageRules.onFact(state, fact);
    }

    assertThat(MessageRules.refusal(state, CONSUMED))
        .isEqualTo("message has 64 consumer groups, the most that are traced");
    assertThat(MessageRules.refusal(state, at("group-0", Kind.FAILED, 2, 400))).isEmpty();
    assertThat(MessageRules.refusal(state, produced(100))).isEmpty();
  }

  private static List<List<MessageFact>> permutations(List<MessageFact> facts) {
    if (facts.isEmpty()) {
      return List.of(List.of());
    }
    List<List<MessageFact>> all = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      List<MessageFact> rest = new ArrayList<>(facts);
      MessageFact first = rest.remove(i);
      for (List<MessageFact> tail : permutations(rest)) {
        List<MessageFact> one = new ArrayList<>(List.of(first));
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }
}
