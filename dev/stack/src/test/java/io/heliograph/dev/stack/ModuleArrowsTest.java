/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the arrows between the modules, as CONTRIBUTING.md draws them, and a few rules of style. It
 * reads the compiled classes of all modules, so it needs no dependency on them.
 */
@AnalyzeClasses(locations = ModuleArrowsTest.CompiledModules.class)
class ModuleArrowsTest {
  private static final String[] PROTOCOL = {"io.heliograph.protocol..", "io.heliograph.v1.."};
  private static final String SINKS = "io.heliograph.sinks..";
  private static final String SDK = "io.heliograph.sdk..";
  private static final String SQL = "io.heliograph.sql..";
  private static final String JOBS = "io.heliograph.jobs..";
  private static final String FLINK = "org.apache.flink..";

  /** What users and other modules load, so that its output is its owner's business. */
  private static final String[] LIBRARIES = {
    "io.heliograph.protocol..", SDK, SINKS, JOBS, SQL, "io.heliograph.gateway.."
  };

  @ArchTest
  static final ArchRule protocol_dependsOnNoModule = uses("io.heliograph.protocol..", PROTOCOL);

  @ArchTest static final ArchRule messages_dependOnNoModule = uses("io.heliograph.v1..", PROTOCOL);

  /** The registry's values and rules are in packages that its nodes have, too. */
  @ArchTest
  static final ArchRule sdk_dependsOnProtocol =
      noClasses()
          .that()
          .resideInAPackage(SDK)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.heliograph..")
                  .and(not(resideInAPackage(SDK)))
                  .and(not(compiledIn("protocol"))));

  @ArchTest
  static final ArchRule classesOfProtocol_dependOnNoModule =
      noClasses()
          .that(compiledIn("protocol"))
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.heliograph..").and(not(compiledIn("protocol"))));

  @ArchTest
  static final ArchRule gateway_dependsOnProtocol = uses("io.heliograph.gateway..", PROTOCOL);

  @ArchTest
  static final ArchRule agent_dependsOnProtocolAndSdk =
      uses("io.heliograph.agent..", PROTOCOL, SDK).allowEmptyShould(true); // comes later

  @ArchTest
  static final ArchRule registry_dependsOnProtocol = uses("io.heliograph.registry..", PROTOCOL);

  @ArchTest static final ArchRule sinks_dependOnNoModule = uses(SINKS, new String[0]);

  @ArchTest static final ArchRule jobs_dependOnProtocolAndSinks = uses(JOBS, PROTOCOL, SINKS);

  @ArchTest static final ArchRule sql_dependsOnNoModule = uses(SQL, new String[0]);

  @ArchTest
  static final ArchRule dashboards_dependOnSql =
      uses("io.heliograph.dashboards..", new String[0], SQL);

  @ArchTest
  static final ArchRule flink_onlyInJobsSinksAndItsLauncher =
      noClasses()
          .that()
          // the last is a class of dev/flink's that must live in Flink's own package
          .resideOutsideOfPackages(
              JOBS, SINKS, "io.heliograph.dev.flink..", "org.apache.flink.metrics.prometheus")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLINK);

  @ArchTest
  static final ArchRule rulesAndStates_knowNoFlink =
      noClasses()
          .that()
          .resideInAPackage(JOBS)
          .and()
          .haveNameMatching(".*(Rules|State)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FLINK)
          .because("rules are pure functions of state and event, whatever runs them");

  @ArchTest
  static final ArchRule jobs_formNoCycle =
      slices().matching("io.heliograph.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule javaUtilLogging_nowhere =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Main") // which may quieten a library that logs there
          .should(USE_JAVA_UTIL_LOGGING)
          .because("slf4j is the one logging interface");

  @ArchTest
  static final ArchRule standardStreams_notInLibraries =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .and()
          .haveNameNotMatching(".*(Main|Job)") // commands of their own
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule names_sayWhatAThingIs =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.heliograph.v1..") // generated
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
          .because("a noun of the domain says more");

  private static DescribedPredicate<JavaClass> compiledIn(String module) {
    return DescribedPredicate.describe(
        "compiled in " + module,
        type ->
            type.getBaseComponentType() // arrays have no source
                .getSource()
                .filter(source -> source.getUri().getPath().contains("/" + module + "/target/"))
                .isPresent());
  }

  /** Of our own, classes of this package may use those of the allowed packages only. */
  private static ArchRule uses(String of, String[] allowed, String... alsoAllowed) {
    List<String> packages = new ArrayList<>(List.of(allowed));
    packages.addAll(List.of(alsoAllowed));
    packages.add(of);
    return noClasses()
        .that()
        .resideInAPackage(of)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.heliograph..")
                .and(not(resideInAnyPackage(packages.toArray(String[]::new)))));
  }

  /** The classes of every module but the benchmarks, which are built last and may use all. */
  static final class CompiledModules implements LocationProvider {
    private static final List<String> MODULES =
        List.of(
            "protocol",
            "sdk/core",
            "sdk/registry",
            "ingestion/gateway",
            "registry-service",
            "sinks",
            "jobs",
            "sql",
            "dashboards",
            "dev/kafka",
            "dev/clickhouse",
            "dev/flink",
            "dev/replay",
            "dev/shop",
            "dev/stack");

    @Override
    public Set<Location> get(Class<?> testClass) {
      Set<Location> locations = new HashSet<>();
      for (String module : MODULES) {
        Path classes = Path.of("..", "..").resolve(module).resolve("target/classes").normalize();
        if (!Files.isDirectory(classes)) {
          throw new IllegalStateException(
              classes + " is not there: build with `mvn verify` from the root first");
        }
        locations.add(Location.of(classes));
      }
      return locations;
    }
  }
}
