/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/**
 * The path of a URL without the values in it, as {@link OperationTemplate} leaves them out. Scheme,
 * authority, query and fragment are no part of it. A route such as {@code /orders/{id}} stays.
 */
public final class UrlTemplate {
  private UrlTemplate() {}

  /**
   * The template.
   *
   * @param url absolute, or from the path on
   */
  public static String of(String url) {
    int end = Math.min(indexOr(url, '?', url.length()), indexOr(url, '#', url.length()));
    int authority = url.indexOf("://");
    int start = authority < 0 || authority > end ? 0 : url.indexOf('/', authority + 3);
    return start < 0 || start >= end ? "/" : OperationTemplate.of(url.substring(start, end));
  }

  private static int indexOr(String text, char wanted, int otherwise) {
    int index = text.indexOf(wanted);
    return index < 0 ? otherwise : index;
  }
}
