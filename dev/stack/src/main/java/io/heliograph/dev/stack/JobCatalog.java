/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The jobs that a jar says it holds.
 *
 * @param mainClasses by the job's name, in alphabetical order
 */
record JobCatalog(Path jar, Map<String, String> mainClasses) {
  private static final String RESOURCE = "META-INF/heliograph-jobs.properties";

  static JobCatalog read(Path jar) throws ProcessFailure {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(RESOURCE);
      if (entry == null) {
        throw new ProcessFailure(jar + " holds no " + RESOURCE + ": it is not the jobs' jar");
      }
      Properties properties = new Properties();
      try (InputStream in = zip.getInputStream(entry)) {
        properties.load(in);
      }
      Map<String, String> mainClasses = new TreeMap<>();
      properties.stringPropertyNames().forEach(n -> mainClasses.put(n, properties.getProperty(n)));
      return new JobCatalog(jar, mainClasses);
    } catch (IOException e) {
      throw new ProcessFailure("cannot read " + jar + ": " + e.getMessage(), e);
    }
  }

  /** The name a job has in Flink; its consumer group is called the same. */
  static String flinkName(String job) {
    return "heliograph-" + job;
  }

  /**
   * @throws ProcessFailure naming the jobs there are, if this one is not among them
   */
  String mainClass(String job) throws ProcessFailure {
    String mainClass = mainClasses.get(job);
    if (mainClass == null) {
      throw new ProcessFailure(
          "there is no job '" + job + "'; there are: " + String.join(", ", mainClasses.keySet()));
    }
    return mainClass;
  }
}
