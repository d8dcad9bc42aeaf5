/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final List<String> NODES = List.of("a", "b", "c", "d", "e");
  private static final int INSTANCES = 10_000;

  @Test
  void twoProbers_eachInstanceHasTwo_andTheWorkIsSpread() {
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < INSTANCES; i++) {
      List<String> probers = probers(NODES, i, 2);
      assertThat(probers).hasSize(2);
      probers.forEach(node -> shares.merge(node, 1, Integer::sum));
    }
    assertThat(shares.values()).allMatch(share -> Math.abs(share - 4_000) < 300); // 6 deviations
  }

  @Test
  void nodeLeaves_onlyItsInstancesMove_toAllOthers() {
    List<String> left = List.of("a", "b", "d", "e");
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < INSTANCES; i++) {
      List<String> before = probers(NODES, i, 2);
      List<String> after = probers(left, i, 2);
      if (before.contains("c")) {
        assertThat(after).containsAll(without(before, "c"));
        without(after, without(before, "c").get(0)).forEach(n -> taken.merge(n, 1, Integer::sum));
      } else {
        assertThat(after).isEqualTo(before);
      }
    }
    assertThat(taken.keySet()).containsExactlyInAnyOrderElementsOf(left);
    assertThat(taken.values()).allMatch(share -> Math.abs(share - 1_000) < 200);
  }

  @Test
  void fewerNodesThanProbers_allProbe() {
    assertThat(probers(List.of("a"), 1, 2)).containsExactly("a");
    assertThat(probers(List.of("a", "b"), 1, 3)).containsExactly("a", "b");
    assertThat(probers(NODES, 1, 0)).isEmpty();
  }

  @Test
  void hash_ofNamesThatAreAlike_differs() {
    assertThat(Choice.hash(new ServiceName("ab", "c"), "d"))
        .isNotEqualTo(Choice.hash(new ServiceName("a", "bc"), "d"))
        .isNotEqualTo(Choice.hash(new ServiceName("ab", "d"), "c"));
  }

  private static List<String> probers(List<String> nodes, int instance, int probers) {
    List<String> chosen = new ArrayList<>();
    for (String node : nodes) {
      if (Choice.isChosen(
          node, without(nodes, node), probers, Choice.hash(ORDERS, "orders-" + instance))) {
        chosen.add(node);
      }
    }
    return chosen;
  }

  private static List<String> without(List<String> nodes, String one) {
    return nodes.stream().filter(node -> !node.equals(one)).toList();
  }
}
