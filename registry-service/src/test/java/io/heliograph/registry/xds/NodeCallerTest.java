/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rules.Caller;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeCallerTest {
  @Test
  void of_all_isTheCaller() throws Exception {
    Node node =
        node(Map.of(
                "lane", text("gray"),
                "tags", object(Map.of("tier", text("gold"))),
                "other", Value.newBuilder().setNumberValue(1).build()))
            .setCluster("shop")
            .setLocality(
                Locality.newBuilder().setRegion("sh").setZone("sh-1").setSubZone("a").build())
            .build();

    assertThat(NodeCaller.of(node))
        .isEqualTo(new Caller("shop", ROOM_A, "gray", Map.of("tier", "gold")));
  }

  @Test
  void of_nothing_isAnybody() throws Exception {
    assertThat(NodeCaller.of(Node.getDefaultInstance())).isEqualTo(Caller.ANYBODY);
  }

  @Test
  void of_metadataService_isStrongerThanTheCluster() throws Exception {
    Node node = node(Map.of("service", text("shop"))).setCluster("all-of-us").build();

    assertThat(NodeCaller.of(node).service()).isEqualTo("shop");
  }

  @Test
  void of_tooLongOrNoText_refusedByItsName() {
    refused(
        Node.newBuilder().setCluster("x".repeat(256)),
        "node.cluster has 256 characters: give at most 255");
    refused(
        node(Map.of("lane", text("x".repeat(256)))),
        "node.metadata.lane has 256 characters: give at most 255");
    refused(
        node(Map.of("lane", Value.newBuilder().setBoolValue(true).build())),
        "node.metadata.lane is no text: give one in quotes");
    refused(
        node(Map.of("tags", text("gold"))), "node.metadata.tags is no object: give one of texts");
    refused(
        node(Map.of("tags", object(Map.of("tier", object(Map.of()))))),
        "node.metadata.tags.tier is no text: give one in quotes");
    refused(
        node(Map.of("tags", object(Map.of("tier", text("x".repeat(1_025)))))),
        "node.metadata.tags.tier has 1,025 characters: give at most 1,024");
  }

  private static void refused(Node.Builder node, String problem) {
    assertThatThrownBy(() -> NodeCaller.of(node.build()))
        .isInstanceOf(Refusal.class)
        .hasMessage(problem);
  }

  private static Node.Builder node(Map<String, Value> metadata) {
    return Node.newBuilder().setMetadata(Struct.newBuilder().putAllFields(metadata));
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value object(Map<String, Value> fields) {
    return Value.newBuilder().setStructValue(Struct.newBuilder().putAllFields(fields)).build();
  }
}
