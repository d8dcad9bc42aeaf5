/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariableJsonTest {
  @Test
  void choices_startWithAll() {
    ObjectNode json = VariableJson.variable(new Variable.Choices("service", "Service", "SELECT 1"));

    assertThat(json.get("type").asText()).isEqualTo("query");
    assertThat(json.get("query").asText()).isEqualTo("SELECT 1");
    assertThat(json.get("multi").asBoolean()).isTrue();
    assertThat(json.at("/current/value").asText()).isEqualTo("$__all");
  }

  @Test
  void choice_hasNoAll() {
    ObjectNode json = VariableJson.variable(new Variable.Choice("service", "Service", "SELECT 1"));

    assertThat(json.get("type").asText()).isEqualTo("query");
    assertThat(json.get("multi").asBoolean()).isFalse();
    assertThat(json.get("includeAll").asBoolean()).isFalse();
    assertThat(json.get("current")).isEmpty();
  }

  @Test
  void known_listsItsValues() {
    ObjectNode json = VariableJson.variable(new Variable.Known("kind", "Kind", List.of("a", "b")));

    assertThat(json.get("type").asText()).isEqualTo("custom");
    assertThat(json.get("query").asText()).isEqualTo("a,b");
    assertThat(json.at("/current/value").asText()).isEqualTo("$__all");
  }

  @Test
  void distance_startsWithTheFirst() {
    ObjectNode json =
        VariableJson.variable(
            new Variable.Distance("by", "By", List.of("1 hour : 3600", "1 day : 86400")));

    assertThat(json.get("query").asText()).isEqualTo("1 hour : 3600,1 day : 86400");
    assertThat(json.at("/current/text").asText()).isEqualTo("1 hour");
    assertThat(json.at("/current/value").asText()).isEqualTo("3600");
  }

  @Test
  void text_isATextbox() {
    ObjectNode json = VariableJson.variable(new Variable.Text("lane", "Lane", "*"));

    assertThat(json.get("type").asText()).isEqualTo("textbox");
    assertThat(json.get("query").asText()).isEqualTo("*");
    assertThat(json.at("/current/value").asText()).isEqualTo("*");
  }
}
