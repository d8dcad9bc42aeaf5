/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.heliograph.jobs",
    importOptions = JobsArchitectureTest.MainClasses.class)
class JobsArchitectureTest {
  /** Knows the tests in any build directory. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/");
    }
  }

  @ArchTest
  static final ArchRule RULES_KNOW_NO_FLINK =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Rules")
          .or()
          .haveSimpleNameEndingWith("State")
          .or()
          .resideInAPackage("..jobs.otlp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule MODULE_ARROWS =
      classes()
          .that()
          .resideInAPackage("io.heliograph.jobs..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.heliograph.dev..",
              "io.heliograph.sql..",
              "io.heliograph.gateway..",
              "io.heliograph.registry..",
              "io.heliograph.sdk..");
}
