/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static io.heliograph.registry.rules.Fleet.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            + " | failover.drained drains all 2 instances that would get calls: nobody is"
            + " left",
        "{'weights':{'a':0,'b':0}}"
            + " | weights give 0 to all 2 instances that would get calls: nobody is left"
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

  /** Two versions in two rooms, a lane beside them, and one that has no weight of its own. */
  private static final List<Candidate> FLEET =
      List.of(
          Fleet.of("new", "2.0", "", "", Fleet.ROOM_A, Map.of()),
          Fleet.of("old", "1.0", "", "", Fleet.ROOM_B, Map.of()),
          Fleet.of("gray", "2.0", "", "gray", Fleet.OTHER_CENTER, Map.of()),
          Fleet.weightless("off", "3.0", Fleet.OTHER_CITY));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'routes':[{'name':'r','subset':{'version':'2.0','lane':''}}],"
            + "'failover':{'drained':[{'city':'bj'},{'city':'sh','center':'sh-1','room':'a'}]}}"
            + " | routes[0].subset holds 1 of the 4 instances, but none gets calls (new:"
            + " failover.drained[1] holds its place): route r sends its calls of the baseline to"
            + " nobody",
        "{'routes':[{'name':'r','subset':{'version':'1.0'}}],'weights':{'old':0}}"
            + " | routes[0].subset holds 1 of the 4 instances, but none gets calls (old:"
            + " weights.old is 0): route r sends its calls of the baseline to nobody",
        "{'routes':[{'name':'x'},{'name':'r','subset':{'version':'3.0'}}]}"
            + " | routes[1].subset holds 1 of the 4 instances, but none gets calls (off: its"
            + " weight is 0): route r sends its calls of the baseline to nobody",
        "{'routes':[{'name':'r','match':{'lane':'gray'},'subset':{'version':'1.0'}}],"
            + "'lanes':{'fallback':false}} | routes[0].subset holds none of the 4 instances for"
            + " calls of lane gray: route r sends its calls to nobody",
        "{'routes':[{'name':'r','match':{'headers':[{'name':'x','exact':'1'}]},"
            + "'subset':{'version':'3.0'},'fallback':true}],'weights':{'new':0,'old':0}}"
            + " | routes[0].subset holds 1 of the 4 instances, but none gets calls (off: its"
            + " weight is 0): route r sends its calls of the baseline to nobody"
            + "; weights give 0 to all 2 instances that would get calls of the baseline: nobody is"
            + " left",
        "{'failover':{'drained':[{'center':'sh-1'}]}} | failover.drained drains all 2 instances"
            + " that would get calls of the baseline: nobody is left",
        "{'failover':{'drained':[{'center':'sh-2'}]},'lanes':{'fallback':false}}"
            + " | failover.drained drains all 1 instances that would get calls of lane gray: nobody"
            + " is left",
        "{'failover':{'drained':[{'center':'sh-1','room':'a'}]},'weights':{'old':0}} |"
            + " failover.drained drains all 1 instances that would get calls of the baseline:"
            + " nobody is left",
        "{'failover':{'drained':[{'city':'sh'}]},'weights':{'new':0,'old':0}} | failover.drained"
            + " drains all 2 instances that would get calls of the baseline: nobody is left;"
            + " failover.drained drains all 1 instances that would get calls of lane gray: nobody"
            + " is left"
      })
  void warnings_nobodyIsPresent_saysWhyNot(String json, String warnings) throws Exception {
    assertThat(RuleCheck.warnings(rules(json), FLEET).stream().map(Warning::toString))
        .containsExactly(warnings.split("; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'failover':{'drained':[{'city':'bj'}]}}",
        "{'failover':{'drained':[{'center':'sh-2'}]}}",
        "{'failover':{'drained':[{'center':'sh-1'}]},'weights':{'off':100}}",
        "{'routes':[{'name':'r','subset':{'version':'3.0'}}],'weights':{'off':1}}",
        "{'routes':[{'name':'r','match':{'lane':'gray'},'subset':{'version':'1.0'}}]}",
        "{'routes':[{'name':'r','subset':{'version':'2.0','lane':''},'fallback':true}],"
            + "'failover':{'drained':[{'center':'sh-1','room':'a'}]}}",
        "{'routes':[{'name':'r','subset':{'lane':'gray'}}],"
            + "'failover':{'drained':[{'center':'sh-1'}]}}"
      })
  void warnings_somebodyIsPresent_none(String json) throws Exception {
    assertThat(RuleCheck.warnings(rules(json), FLEET)).isEmpty();
  }

  @Test
  void warnings_whoHasNoWeightWithoutRules_isNoFaultOfTheirs() throws Exception {
    assertThat(
            RuleCheck.warnings(
                rules("{'failover':{'drained':[{'center':'x','room':'x'}]},'weights':{'other':1}}"),
                List.of(FLEET.get(3))))
        .isEmpty();
  }

  @Test
  void warnings_moreLanesThanAreLookedAt_stillTheBaseline() throws Exception {
    List<Candidate> many = new ArrayList<>(FLEET);
    for (int i = 0; i < 2 * RuleCheck.MAX_LANES; i++) {
      many.add(Fleet.lane("l" + i, "lane-" + i));
    }
    assertThat(
            RuleCheck.warnings(rules("{'failover':{'drained':[{'center':'sh-1'}]}}"), many).stream()
                .map(Warning::field))
        .containsExactly("failover.drained");
  }
}
