/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.keyed.Revision;
import io.heliograph.jobs.message.MessageFact.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/** Joins the facts of a message, in any order of arrival. The first PRODUCED wins. */
final class MessageRules {
  /** A message has one row per group: this bounds its state. */
  static final int MAX_GROUPS = 64;

  private MessageRules() {}

  /** Why a fact cannot be taken up; empty if it can. */
  static String refusal(@Nullable MessageState known, MessageFact fact) {
    return known != null
            && fact.kind() != Kind.PRODUCED
            && known.groups().size() >= MAX_GROUPS
            && !known.groups().containsKey(fact.group())
        ? "message has " + MAX_GROUPS + " consumer groups, the most that are traced"
        : "";
  }

  /** The message after a fact; {@code known} itself if that told nothing new. */
  static MessageState onFact(@Nullable MessageState known, MessageFact fact) {
    return fact.kind() == Kind.PRODUCED ? onProduced(known, fact) : onConsumer(known, fact);
  }

  private static MessageState onProduced(@Nullable MessageState known, MessageFact fact) {
    if (known != null && known.produced()) {
      return known;
    }
    Map<String, GroupTrace> groups = known == null ? Map.of() : known.groups();
    return new MessageState(
        fact.messageId(),
        fact.topic(),
        fact.key(),
        fact.tag(),
        fact.lane(),
        fact.service(),
        true,
        fact.timeMillis(),
        groups,
        fact.origin().timestampMillis(),
        revision(known, fact));
  }

  private static MessageState onConsumer(@Nullable MessageState known, MessageFact fact) {
    GroupTrace before = known == null ? null : known.groups().get(fact.group());
    GroupTrace after = before == null ? GroupTrace.of(fact) : before.with(fact);
    if (after.equals(before)) {
      return known;
    }
    Map<String, GroupTrace> groups = new HashMap<>();
    if (known != null) {
      groups.putAll(known.groups());
    }
    groups.put(fact.group(), after);
    boolean described = known != null;
    return new MessageState(
        fact.messageId(),
        described ? known.topic() : fact.topic(),
        described ? known.key() : fact.key(),
        described ? known.tag() : fact.tag(),
        described ? known.lane() : fact.lane(),
        described ? known.producer() : "",
        described && known.produced(),
        producedBy(known, fact),
        groups,
        fact.origin().timestampMillis(),
        revision(known, fact));
  }

  private static long producedBy(@Nullable MessageState known, MessageFact consumer) {
    if (known == null) {
      return consumer.timeMillis();
    }
    return known.produced()
        ? known.producedMillis()
        : Math.min(known.producedMillis(), consumer.timeMillis());
  }

  private static long revision(@Nullable MessageState known, MessageFact fact) {
    return Revision.next(known == null ? 0 : known.revision(), fact.origin().timestampMillis());
  }

  /**
   * The rows that a fact changed: of its group; after PRODUCED those of all groups, or the one
   * without a group while nobody has consumed the message.
   */
  static List<MessageRow> rows(MessageState state, MessageFact fact) {
    if (fact.kind() != Kind.PRODUCED) {
      return List.of(row(state, fact.group()));
    }
    return state.groups().isEmpty()
        ? List.of(row(state, ""))
        : state.groups().keySet().stream().sorted().map(group -> row(state, group)).toList();
  }

  private static MessageRow row(MessageState state, String group) {
    GroupTrace trace = state.groups().get(group);
    return new MessageRow(
        state.messageId(),
        state.topic(),
        state.key(),
        state.tag(),
        state.lane(),
        state.producer(),
        state.producedMillis(),
        group,
        trace == null ? 0 : trace.consumedMillis(),
        trace == null ? 0 : trace.attempts(),
        trace == null ? "produced" : trace.outcome(),
        state.revision());
  }
}
