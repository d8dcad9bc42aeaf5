/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/**
 * A span's name or a URL path without the values in it: numbers, UUIDs, hexadecimal runs and long
 * random tokens become {@code ?}. Digits that are part of a name stay: {@code v2}, {@code s3}. A
 * template is its own template. Only the first {@value TemplateText#READ} characters are read, and
 * at most {@value TemplateText#LIMIT} come out.
 */
public final class OperationTemplate {
  private OperationTemplate() {}

  public static String of(String name) {
    if (Values.none(name)) {
      return name;
    }
    String text = TemplateText.readable(name);
    TemplateText out = new TemplateText(text.length());
    new Values(text, out, true).replace(0, text.length());
    return out.finish("");
  }
}
