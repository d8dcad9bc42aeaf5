/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.Location;
import io.heliograph.registry.v1.Rules;
import io.heliograph.registry.v1.WatchResponse;
import java.util.List;

/** What nodes say in tests. */
final class Answers {
  private Answers() {}

  static Instance.Builder instance(String id) {
    return Instance.newBuilder().setId(id).setHost("10.0.0.1").setPort(8080);
  }

  static Instance.Builder at(String id, String center, String room) {
    return instance(id)
        .setLocation(Location.newBuilder().setCity("sh").setCenter(center).setRoom(room));
  }

  static Listed up(Instance.Builder instance) {
    return state(instance, "UP", instance.hasWeight() ? instance.getWeight() : 100);
  }

  static Listed down(Instance.Builder instance) {
    return state(instance, "DOWN", 0);
  }

  static Listed state(Instance.Builder instance, String state, int weight) {
    return Listed.newBuilder()
        .setInstance(instance)
        .setRegisteredUnixMillis(1_000)
        .setEffectiveWeight(weight)
        .setState(state)
        .setScore(100)
        .build();
  }

  static WatchResponse whole(String node, long revision, Listed... all) {
    return delta(node, revision, all).toBuilder().setWhole(true).build();
  }

  static WatchResponse delta(String node, long revision, Listed... changed) {
    return WatchResponse.newBuilder()
        .setNode(node)
        .setRevision(revision)
        .addAllChanged(List.of(changed))
        .build();
  }

  /** The same answer with rules; apostrophes stand for quotation marks. */
  static WatchResponse with(WatchResponse answer, long version, String document) {
    return answer.toBuilder()
        .setRules(Rules.newBuilder().setVersion(version).setDocument(document.replace('\'', '"')))
        .build();
  }
}
