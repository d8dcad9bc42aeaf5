/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "GET user:42 | GET user:?",
        "get user:42:cart | GET user:?:cart",
        "SET stock:item7 100 EX 60 | SET stock:item?",
        "HGETALL cart:{550e8400-e29b-41d4-a716-446655440000} | HGETALL cart:{?}",
        "GET session:9f86d081884c7d65 | GET session:?",
        "MGET a:1 a:2 a:3 | MGET a:?",
        "GET \"quoted key 9\" | GET quoted key ?",
        "GET 'open | GET open",
        "AUTH secret | AUTH",
        "EVALSHA 9f86d081884c7d65 1 key | EVALSHA",
        "config set requirepass secret | CONFIG SET",
        "JSON.GET doc:5 $ | JSON.GET doc:?",
        "PING | PING",
        "^  ^ | ^^",
        "^\"^ | ^\"^",
      })
  void command_hasTemplate(String statement, String template) {
    assertThat(RedisTemplate.of(statement)).isEqualTo(template);
  }

  @Test
  void pipeline_isJoined_repeatedLinesOnce() {
    assertThat(RedisTemplate.of("MULTI\nSET a:1 x\nSET a:2 y\n\nEXEC\n"))
        .isEqualTo("MULTI; SET a:?; EXEC");
  }

  @Test
  void megabyte_isReadUpToTheLimit() {
    assertThat(RedisTemplate.of("SET key:1 " + "v".repeat(1 << 20))).isEqualTo("SET key:?");
    assertThat(RedisTemplate.of("GET " + "a:".repeat(1 << 19))).hasSize(200);
    assertThat(RedisTemplate.of("x".repeat(1 << 20))).hasSizeLessThanOrEqualTo(200);
    assertThat(RedisTemplate.of("GET a\nGET b\n".repeat(100_000))).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void surrogates_stayWhole_orAreReplaced() {
    assertThat(RedisTemplate.of("GET k\uD83D:\uD83D\uDE80")).isEqualTo("GET k\uFFFD:\uD83D\uDE80");
  }
}
