/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static io.heliograph.registry.rules.Fleet.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesJsonTest {
  private static final String FULL =
      "{'version':3,'weights':{'orders-1':50},'routes':[{'name':'gold','match':{'services':['shop'],"
          + "'tags':{'tier':'gold'},'lane':'gray','headers':[{'name':'x-user','exact':'7'},"
          + "{'name':'x-build','prefix':'2.'}],'method':{'exact':'/shop.Orders/Get'}},"
          + "'subset':{'group':'blue','version':'2.0','tags':{'disk':'ssd'},'lane':''},"
          + "'fallback':true}],'proximity':{'level':'room','mode':'priority','factor':1.0},"
          + "'traffic':{'by':'version','percent':{'1.0':80,'2.0':20}},"
          + "'failover':{'drained':[{'city':'','center':'sh-2','room':''}],"
          + "'overflowBelowPercent':70},'lanes':{'fallback':false},"
          + "'degradation':{'service':'','methods':{'/shop.Orders/Search':'slow'}},"
          + "'access':{'allow':['shop'],'deny':['crawler']}}";

  @Test
  void write_whatWasRead_isTheSameText() throws Exception {
    assertThat(RulesJson.write(rules(FULL))).isEqualTo(FULL.replace('\'', '"'));
  }

  @Test
  void read_empty_saysNothing() throws Exception {
    assertThat(rules("{}")).isEqualTo(ServiceRules.NONE);
    assertThat(rules(RulesJson.write(ServiceRules.NONE))).isEqualTo(ServiceRules.NONE);
    assertThat(ServiceRules.NONE.lanes().fallback()).isTrue();
    assertThat(rules("{'proximity':null,'weights':null}")).isEqualTo(ServiceRules.NONE);
  }

  @Test
  void read_full_components() throws Exception {
    ServiceRules rules = rules(FULL);

    assertThat(rules.version()).isEqualTo(3);
    assertThat(rules.weights()).isEqualTo(Map.of("orders-1", 50));
    assertThat(rules.routes().get(0).subset())
        .isEqualTo(new Subset("blue", "2.0", Map.of("disk", "ssd"), ""));
    assertThat(rules.failover().drained()).isEqualTo(List.of(new Place("", "sh-2", "")));
    assertThat(rules.withVersion(4).version()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'wieghts':{}} | wieghts is unknown: there are access, degradation, failover, lanes",
        "{'routes':[{'name':'a'},{'name':'b','mach':{}}]} | routes[1].mach is unknown: there are"
            + " fallback, match, name, subset",
        "{'routes':[{'name':'b','match':{'header':[]}}]} | routes[0].match.header is unknown",
        "{'weights':{'a':-1}} | weights.a is -1: give 0 to 10000",
        "{'weights':{'a':10001}} | weights.a is 10001: give 0 to 10000",
        "{'weights':{'a':'5'}} | weights.a is no whole number",
        "{'weights':{'a':1.5}} | weights.a is no whole number",
        "{'weights':{'a':null}} | weights.a has a null",
        "{'weights':{'a b':1}} | weights is 'a b': give letters, digits",
        "{'weights':[]} | weights is no object",
        "{'version':-1} | version is -1: give 0 to",
        "{'version':99999999999999999999} | version",
        "{'routes':{}} | routes is no array",
        "{'routes':[null]} | routes[0] has a null",
        "{'routes':[{}]} | routes[0].name has 0 characters",
        "{'routes':[{'name':'default'}]} | routes[0].name is 'default': another route has",
        "{'routes':[{'name':'a'},{'name':'a'}]} | routes[1].name is 'a': another route has",
        "{'routes':[{'name':'a','fallback':1}]} | routes[0].fallback is no true or false",
        "{'routes':[{'name':'a','fallback':'yes'}]} | routes[0].fallback is no true or false",
        "{'routes':[{'name':7}]} | routes[0].name is no string",
        "{'routes':[{'name':'a','match':{'headers':[{'name':'X-Up','exact':''}]}}]} |"
            + " routes[0].match.headers[0].name is 'X-Up': give the name of a header in lower case",
        "{'routes':[{'name':'a','match':{'headers':[{'name':'x'}]}}]} |"
            + " routes[0].match.headers[0] has to give one of exact and prefix",
        "{'routes':[{'name':'a','match':{'headers':[{'exact':'x'}]}}]} |"
            + " routes[0].match.headers[0].name is ''",
        "{'routes':[{'name':'a','match':{'method':{'exact':'/a','prefix':'/'}}}]} |"
            + " routes[0].match.method has to give one of exact and prefix",
        "{'routes':[{'name':'a','match':{'method':{'exact':'Get'}}}]} |"
            + " routes[0].match.method is 'Get': give a path",
        "{'routes':[{'name':'a','match':{'services':['']}}]} | routes[0].match.services has 0",
        "{'proximity':{'level':'rack'}} | proximity.level is no such thing: there are none, city,"
            + " center, room",
        "{'proximity':{'level':3}} | proximity.level is no such thing",
        "{'proximity':{'mode':'weight','factor':1.5}} | proximity.factor is 1.5: give 0.001 to 1",
        "{'proximity':{'mode':'weight','factor':-1}} | proximity.factor is -1.0: give 0.001 to 1",
        "{'proximity':{'factor':'much'}} | proximity.factor is no number",
        "{'traffic':{'percent':{'1':80,'2':19}}} | traffic.percent sums to 99: give numbers that"
            + " sum to 100",
        "{'traffic':{'percent':{'1':80,'2':21}}} | traffic.percent sums to 101",
        "{'traffic':{'percent':{'1':101}}} | traffic.percent.1 is 101: give 0 to 100",
        "{'traffic':{'percent':{'1':-1,'2':101}}} | traffic.percent.1 is -1: give 0 to 100",
        "{'traffic':{'by':'room'}} | traffic.by is no such thing: there are version, group, center",
        "{'failover':{'drained':[{}]}} | failover.drained[0] is empty",
        "{'failover':{'overflowBelowPercent':101}} | failover.overflowBelowPercent",
        "{'failover':{'overflowBelowPercent':50}} | failover.overflowBelowPercent needs a"
            + " proximity.level",
        "{'proximity':{'level':'room','mode':'weight'},'failover':{'overflowBelowPercent':50}} |"
            + " failover.overflowBelowPercent needs",
        "{'degradation':{'methods':{'/a/B':''}}} | degradation.methods./a/B is empty: say why",
        "{'degradation':{'methods':{'B':'x'}}} | degradation.methods is 'B': give a path",
        "{'degradation':{'service':true}} | degradation.service is no string",
        "{'access':{'allow':['a/b']}} | access.allow is 'a/b': give letters",
        "[] | body is no such object",
        "3 | body is no such object",
        "null | body is null",
        "{'weights':{'a':1,'a':2}} | weights",
        "{'weights' | body is no JSON",
        "{} {} | body"
      })
  void read_bad_namesTheField(String json, String message) {
    assertThatThrownBy(() -> rules(json.strip()))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(message.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'weights':{'%s':1}}",
        "{'routes':[{'name':'%s'}]}",
        "{'routes':[{'name':'a','match':{'services':['%s']}}]}",
        "{'routes':[{'name':'a','match':{'lane':'%s'}}]}",
        "{'routes':[{'name':'a','match':{'tags':{'%s':''}}}]}",
        "{'routes':[{'name':'a','match':{'tags':{'a':'%s'}}}]}",
        "{'routes':[{'name':'a','match':{'headers':[{'name':'%s','exact':''}]}}]}",
        "{'routes':[{'name':'a','match':{'headers':[{'name':'a','prefix':'%s'}]}}]}",
        "{'routes':[{'name':'a','match':{'method':{'exact':'/%s'}}}]}",
        "{'routes':[{'name':'a','subset':{'group':'%s'}}]}",
        "{'routes':[{'name':'a','subset':{'version':'%s'}}]}",
        "{'routes':[{'name':'a','subset':{'tags':{'a':'%s'}}}]}",
        "{'traffic':{'percent':{'%s':100}}}",
        "{'failover':{'drained':[{'room':'%s'}]}}",
        "{'degradation':{'service':'%s'}}",
        "{'degradation':{'methods':{'/%s':'x'}}}",
        "{'access':{'deny':['%s']}}",
        "{'%s':1}"
      })
  void read_textOf10000Characters_shortRefusal(String json) {
    assertThatThrownBy(() -> rules(json.formatted("a".repeat(10_000))))
        .isInstanceOf(Refusal.class)
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(500));
  }

  @Test
  void read_tooMany_namesTheLimit() {
    refused("{'weights':{%s}}", "'w%d':1", 1_001, "weights has 1,001 entries: give at most 1,000");
    refused("{'routes':[%s]}", "{'name':'r%d'}", 65, "routes has 65 entries: give at most 64");
    refused("{'access':{'allow':[%s]}}", "'c%d'", 1_001, "access.allow has 1,001 entries");
    refused("{'traffic':{'percent':{%s}}}", "'v%d':3", 33, "traffic.percent has 33 entries");
    refused("{'failover':{'drained':[%s]}}", "{'room':'r%d'}", 65, "failover.drained has 65");
    refused(
        "{'routes':[%s],'traffic':{'percent':{"
            + IntStream.range(0, 20).mapToObj("'p%d':5"::formatted).collect(Collectors.joining(","))
            + "}}}",
        "{'name':'r%d'}",
        50,
        "routes are 51 with the default route, times the 20 parts of traffic.percent 1,020"
            + " clusters: give at most 1,000");
    refused("{'degradation':{'methods':{%s}}}", "'/m%d':'x'", 257, "degradation.methods has 257");
    refused(
        "{'routes':[{'name':'r','match':{'tags':{%s}}}]}",
        "'t%d':''", 17, "routes[0].match.tags has 17 entries: give at most 16");
    refused(
        "{'routes':[{'name':'r','match':{'headers':[%s]}}]}",
        "{'name':'h%d','exact':''}", 17, "routes[0].match.headers has 17 entries");
  }

  @Test
  void read_deep_isRefused() {
    assertThatThrownBy(() -> RulesJson.read("[".repeat(10_000).getBytes(UTF_8)))
        .isInstanceOf(Refusal.class);
  }

  private static void refused(String around, String each, int count, String message) {
    String entries =
        IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(","));
    assertThatThrownBy(() -> rules(around.formatted(entries)))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(message);
  }
}
