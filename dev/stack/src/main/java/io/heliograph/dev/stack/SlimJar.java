/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A jar without what a cluster has on its class path already. Flink copies and digests the jar of
 * each job, in each process; the jobs' own classes are a hundredth of it. With {@code
 * classloader.resolve-order: parent-first} what is left out would not have been loaded anyway.
 */
final class SlimJar {
  private SlimJar() {}

  /**
   * Writes the slim jar.
   *
   * @param classPath of the cluster's processes
   */
  static void write(Path jar, String classPath, Path slim) throws IOException {
    Set<String> present = entries(classPath);
    Files.createDirectories(slim.getParent());
    try (ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(slim);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory() && isNeeded(entry.getName(), present)) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          try (InputStream content = in.getInputStream(entry)) {
            content.transferTo(out);
          }
          out.closeEntry();
        }
      }
    }
  }

  /** Providers are listed in files of the same name; those of the jar may be more. */
  private static boolean isNeeded(String name, Set<String> present) {
    return name.startsWith("META-INF/services/")
        || name.equals("META-INF/MANIFEST.MF")
        || !present.contains(name);
  }

  private static Set<String> entries(String classPath) throws IOException {
    Set<String> names = new HashSet<>();
    for (String element : classPath.split(File.pathSeparator)) {
      if (element.endsWith(".jar")) {
        try (ZipFile zip = new ZipFile(element)) {
          zip.stream().map(ZipEntry::getName).forEach(names::add);
        }
      }
    }
    return names;
  }
}
