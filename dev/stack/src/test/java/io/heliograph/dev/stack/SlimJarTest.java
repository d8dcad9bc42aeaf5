/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlimJarTest {
  @TempDir Path directory;

  @Test
  void write_entriesOfTheCluster_areLeftOut() throws IOException {
    Path fat =
        jar(
            "fat.jar",
            "META-INF/MANIFEST.MF",
            "META-INF/services/a.Provider",
            "META-INF/heliograph-jobs.properties",
            "io/heliograph/jobs/Job.class",
            "org/kafka/Client.class",
            "org/rare/OnlyHere.class");
    Path kafka = jar("kafka.jar", "META-INF/MANIFEST.MF", "org/kafka/Client.class");
    Path provider = jar("provider.jar", "META-INF/services/a.Provider");
    Path slim = directory.resolve("new/slim.jar");

    SlimJar.write(
        fat, kafka + File.pathSeparator + provider + File.pathSeparator + "classes", slim);

    assertThat(entries(slim))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/services/a.Provider",
            "META-INF/heliograph-jobs.properties",
            "io/heliograph/jobs/Job.class",
            "org/rare/OnlyHere.class");
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return jar;
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).map(String::toString).toList();
    }
  }
}
