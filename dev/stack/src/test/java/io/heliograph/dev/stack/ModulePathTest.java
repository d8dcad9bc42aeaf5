/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.dev.stack.process.ProcessFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {
  @TempDir Path home;

  @Test
  void classPath_builtModule_hasItsOwnJarFirst() throws Exception {
    write("sql/target/classpath.txt", "/m2/a.jar:/m2/b.jar\n");
    write("sql/target/heliograph-sql-0.1.0-SNAPSHOT.jar", "");
    write("sql/target/heliograph-sql-0.1.0-SNAPSHOT-tests.jar", "");

    assertThat(new ModulePath(home).classPath("sql"))
        .isEqualTo(
            home.resolve("sql/target/heliograph-sql-0.1.0-SNAPSHOT.jar") + ":/m2/a.jar:/m2/b.jar");
  }

  @Test
  void classPath_compiledOnly_isItsClasses() throws Exception {
    write("sql/target/classpath.txt", "\n");

    assertThat(new ModulePath(home).classPath("sql"))
        .isEqualTo(home.resolve("sql/target/classes").toString());
  }

  @Test
  void classPath_notBuilt_saysSo() {
    assertThatThrownBy(() -> new ModulePath(home).classPath("ingestion/gateway"))
        .isInstanceOf(ProcessFailure.class)
        .hasMessageContaining("ingestion/gateway is not built");
  }

  @Test
  void jobsJar_isTheOneWithAll() throws Exception {
    write("jobs/target/heliograph-jobs-0.1.0-SNAPSHOT.jar", "");
    write("jobs/target/heliograph-jobs-0.1.0-SNAPSHOT-all.jar", "");

    assertThat(new ModulePath(home).jobsJar())
        .isEqualTo(home.resolve("jobs/target/heliograph-jobs-0.1.0-SNAPSHOT-all.jar"));
  }

  private void write(String path, String text) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
