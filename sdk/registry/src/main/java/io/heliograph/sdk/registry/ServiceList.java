/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rpc.InstanceMessages;
import io.heliograph.registry.rules.RulesJson;
import io.heliograph.registry.rules.ServiceRules;
import io.heliograph.registry.v1.Rules;
import io.heliograph.registry.v1.WatchResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a service: who is in it, by which rules, and where to go on from. Immutable;
 * each answer of a node makes another one of it.
 *
 * @param known whether anybody has ever said who is in it
 * @param node that told last, in its present life
 * @param revision of the last answer
 * @param instances by id
 * @param rulesVersion of the last document that was told; {@code rules} may be of an earlier one,
 *     if that one cannot be read
 */
record ServiceList(
    boolean known,
    String node,
    long revision,
    SortedMap<String, Listed> instances,
    ServiceRules rules,
    long rulesVersion,
    String rulesDocument) {
  /** Of one service: about 100 MB, far beyond the fleets that this is for. */
  static final int MOST_INSTANCES = 100_000;

  static final ServiceList UNKNOWN =
      new ServiceList(false, "", 0, Collections.emptySortedMap(), ServiceRules.NONE, 0, "");

  /**
   * What an answer leads to.
   *
   * @param leftOut what of it was not taken, and why
   */
  record Taken(ServiceList list, List<String> leftOut) {}

  /** Takes in an answer: all of it that can be read. */
  Taken with(WatchResponse answer) {
    List<String> leftOut = new ArrayList<>();
    SortedMap<String, Listed> now = answer.getWhole() ? new TreeMap<>() : new TreeMap<>(instances);
    answer.getRemovedList().forEach(now::remove);
    for (io.heliograph.registry.v1.Listed message : answer.getChangedList()) {
      String id = message.getInstance().getId();
      try {
        if (now.size() < MOST_INSTANCES || now.containsKey(id)) {
          now.put(id, read(message));
        } else {
          leftOut.add("instance %s: there are %,d already".formatted(id, MOST_INSTANCES));
        }
      } catch (Refusal e) {
        leftOut.add("instance %s: %s".formatted(id, e.getMessage()));
      }
    }
    ServiceRules newRules = rules;
    long newVersion = rulesVersion;
    String newDocument = rulesDocument;
    if (answer.hasRules() && answer.getRules().getVersion() > rulesVersion) {
      Rules told = answer.getRules();
      newVersion = told.getVersion();
      newDocument = told.getDocument();
      try {
        newRules =
            newDocument.isEmpty() ? ServiceRules.NONE : RulesJson.read(newDocument.getBytes(UTF_8));
      } catch (Refusal e) {
        leftOut.add(
            "version %d of the rules, those before it hold: %s"
                .formatted(newVersion, e.getMessage()));
      }
    }
    return new Taken(
        new ServiceList(
            true,
            answer.getNode(),
            answer.getRevision(),
            Collections.unmodifiableSortedMap(now),
            newRules,
            newVersion,
            newDocument),
        leftOut);
  }

  /** Reads what the nodes know of an instance, all that its weight depends on. */
  private static Listed read(io.heliograph.registry.v1.Listed message) throws Refusal {
    Instance instance = InstanceMessages.read(message.getInstance());
    long registered = message.getRegisteredUnixMillis();
    Advice.State state = state(message.getState());
    boolean out = state == Advice.State.DOWN && message.getEffectiveWeight() == 0;
    int score = Math.max(0, Math.min(Advice.NONE.score(), message.getScore()));
    return new Listed(instance, registered, new Advice(state, score, registered), out);
  }

  /** A state that later nodes may know takes nobody out; neither does warming up, by itself. */
  private static Advice.State state(String name) {
    for (Advice.State state : Advice.State.values()) {
      if (state.name().equals(name) && state != Advice.State.WARMING) {
        return state;
      }
    }
    return Advice.State.UP;
  }

  /** All of it as one answer, which makes this list of {@link #UNKNOWN} again. */
  WatchResponse asAnswer(long nowMillis) {
    WatchResponse.Builder answer =
        WatchResponse.newBuilder().setNode(node).setRevision(revision).setWhole(true);
    instances.values().forEach(one -> answer.addChanged(message(one, nowMillis)));
    if (rulesVersion > 0) {
      answer.setRules(Rules.newBuilder().setVersion(rulesVersion).setDocument(rulesDocument));
    }
    return answer.build();
  }

  /** Writes what {@link #read} reads. */
  private static io.heliograph.registry.v1.Listed message(Listed listed, long nowMillis) {
    return io.heliograph.registry.v1.Listed.newBuilder()
        .setInstance(InstanceMessages.of(listed.instance()))
        .setRegisteredUnixMillis(listed.registeredAtMillis())
        .setEffectiveWeight(listed.effectiveWeight(nowMillis))
        .setState(listed.state(nowMillis).name())
        .setScore(listed.advice().score())
        .build();
  }
}
