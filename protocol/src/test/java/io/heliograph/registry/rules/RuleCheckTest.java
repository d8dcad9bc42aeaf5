/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static io.heliograph.registry.rules.Fleet.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCheckTest {
  private static final List<Candidate> TWO =
      List.of(Fleet.at("a", Fleet.ROOM_A), Fleet.unhealthy(Fleet.at("b", Fleet.ROOM_A)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'routes':[{'name':'x'},{'name':'r','subset':{'version':'9'}}]} | routes[1].subset holds"
            + " none of the 2 instances: route r sends its calls to nobody",
        "{'routes':[{'name':'r','subset':{'version':'9'},'fallback':true}]}"
            + " | routes[0].subset holds none of the 2 instances: route r sends its calls to all,"
            + " as its fallback",
        "{'routes':[{'name':'r','subset':{'version':'1.0','lane':'gray'}}]} | routes[0].subset"
            + " holds none of the 2 instances: route r sends its calls to nobody",
        "{'traffic':{'percent':{'1.0':90,'2.0':10}}}"
            + " | traffic.percent.2.0 is 10, but none of the 2 instances has this version",
        "{'failover':{'drained':[{'city':'sh'}]}}"
            + " | failover.drained drains all 2 instances: nobody is left",
        "{'weights':{'a':0,'b':0}}" + " | weights leave none of the 2 instances a weight above 0"
      })
  void warnings_trafficToNobody_namesTheField(String json, String warning) throws Exception {
    assertThat(RuleCheck.warnings(rules(json.strip()), TWO))
        .extracting(Warning::toString)
        .containsExactly(warning.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{'routes':[{'name':'r','subset':{'version':'1.0'}}]}",
        "{'traffic':{'percent':{'1.0':100,'2.0':0}}}",
        "{'failover':{'drained':[{'center':'sh-2'}]}}",
        "{'weights':{'a':0}}",
        "{'weights':{'absent':0}}",
        "{'degradation':{'service':'sale'}}"
      })
  void warnings_trafficToSomebody_none(String json) throws Exception {
    assertThat(RuleCheck.warnings(rules(json), TWO)).isEmpty();
  }

  @Test
  void warnings_noInstanceYet_onlyOfSubsetsAndRatios() throws Exception {
    assertThat(RuleCheck.warnings(rules("{'failover':{'drained':[{'city':'sh'}]}}"), List.of()))
        .isEmpty();
    assertThat(RuleCheck.warnings(rules("{'traffic':{'percent':{'1.0':100}}}"), List.of()))
        .hasSize(1);
  }
}
