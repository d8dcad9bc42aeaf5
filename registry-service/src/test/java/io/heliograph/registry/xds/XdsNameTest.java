/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XdsNameTest {
  @Test
  void service_nameAlone_isOfTheDefaultNamespace() {
    assertThat(XdsName.service("orders")).contains(new ServiceName("default", "orders"));
  }

  @Test
  void service_namespaceAndName_isOfThatNamespace() {
    assertThat(XdsName.service("shop/orders")).contains(new ServiceName("shop", "orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/orders", "shop/", "a/b/c", "xdstp://x/y", "or ders", "-"})
  void service_canBeNone_isEmpty(String resource) {
    assertThat(XdsName.service(resource)).isEmpty();
  }

  @Test
  void service_ofACluster_isItsService() {
    String cluster = XdsName.cluster("shop/orders", "canary", "a|b");

    assertThat(cluster).isEqualTo("shop/orders|canary|a|b");
    assertThat(XdsName.target(cluster)).isEqualTo("shop/orders");
    assertThat(XdsName.service(cluster)).contains(new ServiceName("shop", "orders"));
    assertThat(XdsName.service("orders|default|")).contains(new ServiceName("default", "orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders|", "orders|canary", "orders||all", "|canary|all", "a|b c|all"})
  void service_canBeNoCluster_isEmpty(String resource) {
    assertThat(XdsName.service(resource)).isEmpty();
  }

  @Test
  void service_clusterTooLong_isEmpty() {
    assertThat(XdsName.service("orders|canary|" + "a".repeat(1_100))).isEmpty();
  }

  @Test
  void service_tooLong_isEmpty() {
    assertThat(XdsName.service("a".repeat(10_000))).isEmpty();
  }
}
