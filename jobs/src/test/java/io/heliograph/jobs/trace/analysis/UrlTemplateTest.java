/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "http://shop:8080/orders/17/items?page=2#top, /orders/?/items",
    "https://shop/orders, /orders",
    "https://shop, /",
    "https://shop?a=/b, /",
    "/orders/17?next=http://shop/cart, /orders/?",
    "/orders/{id}, /orders/{id}",
    "/api/v2/carts, /api/v2/carts",
    "'', /",
  })
  void of_url_isItsPathWithoutValues(String url, String template) {
    assertThat(UrlTemplate.of(url)).isEqualTo(template);
  }
}
