/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OperationTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /users/42/orders/7 | GET /users/?/orders/?",
        "GET /users/550e8400-e29b-41d4-a716-446655440000 | GET /users/?",
        "GET /users/550E8400-E29B-41D4-A716-446655440000/x | GET /users/?/x",
        "GET /blobs/9f86d081884c7d65 | GET /blobs/?",
        "GET /objects/507f1f77bcf86cd799439011 | GET /objects/?",
        "GET /s/dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk | GET /s/?",
        "GET /ulid/01ARZ3NDEKTSV4RRFFQ69G5FAV | GET /ulid/?",
        "GET /day/2024-01-31 | GET /day/?-?-?",
        "poll 0x7fff | poll ?",
        "order-1234-retry | order-?-retry",
        "worker12 | worker?",
        "GET /größe/5 | GET /größe/?",
        "GET /a?b=12&c=x | GET /a?b=?&c=x",
      })
  void value_isReplaced(String name, String template) {
    assertThat(OperationTemplate.of(name)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.Orders/PlaceOrder",
        "GET /api/v2/users/{id}",
        "POST /api/v12/oauth2",
        "s3.PutObject",
        "HandleIPv4AndIPv6Traffic",
        "cafe",
        "deadbeef",
        "face-added-decade",
        "ListAllOfTheThingsThatSomebodyOnceWantedToHaveListed",
      })
  void name_stays(String name) {
    assertThat(OperationTemplate.of(name)).isEqualTo(name);
  }

  @Test
  void longText_isBounded() {
    assertThat(OperationTemplate.of("a/".repeat(1 << 19))).isEqualTo("a/".repeat(100));
    assertThat(OperationTemplate.of("GET /" + "a".repeat(1 << 20))).isEqualTo("GET /?");
    assertThat(OperationTemplate.of("9".repeat(1 << 20))).isEqualTo("?");
  }

  @Test
  void surrogates_stayWhole_orAreReplaced() {
    assertThat(OperationTemplate.of("GET \uD83D")).isEqualTo("GET \uFFFD");
    assertThat(OperationTemplate.of("\uD83D\uDE80 9")).isEqualTo("\uD83D\uDE80 ?");
    assertThat(OperationTemplate.of("- ".repeat(99) + "-\uD83D\uDE80"))
        .isEqualTo("- ".repeat(99) + "-");
  }

  @Test
  void template_isItsOwnTemplate() {
    Random random = new Random(7);
    String alphabet = "abfvxZ0123456789-_/:.? \uD83D\uDE80é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(80);
      for (int c = 0; c < length; c++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String template = OperationTemplate.of(text.toString());
      assertThat(OperationTemplate.of(template)).isEqualTo(template);
    }
  }
}
