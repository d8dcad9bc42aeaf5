/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.eureka.EurekaPages;
import io.heliograph.registry.eureka.Page;
import io.heliograph.registry.rules.RuleBook;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what Eureka's clients read, in JSON, compressed if asked for. A thread of its own makes
 * the answers, so that a large one keeps no other call waiting.
 */
final class EurekaReads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EurekaReads.class);

  private final Catalog catalog;
  private final EurekaPages pages;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "registry-eureka"));

  EurekaReads(Catalog catalog, RuleBook rules, LongSupplier wallMillis) {
    this.catalog = catalog;
    pages = new EurekaPages(catalog, rules::of, wallMillis);
  }

  /** Answers with a list, which is there even if it is empty. */
  void list(HttpCall call, Function<EurekaPages, Page> page) {
    one(call, "GET", of -> Optional.of(page.apply(of)));
  }

  /**
   * Answers with what there is of a name, if the call is a GET.
   *
   * @param methods that the path takes
   */
  void one(HttpCall call, String methods, Function<EurekaPages, Optional<Page>> page) {
    if (!call.request().getMethod().equals("GET")) {
      call.takesOnly(methods);
      return;
    }
    String accept = call.request().getHeaders().get(HttpHeader.ACCEPT);
    if (accept != null && !accept.contains("json") && !accept.contains("*/*")) {
      call.problem(
          HttpStatus.NOT_ACCEPTABLE_406,
          "Accept is '%s', and Eureka's API is answered here in JSON only: accept application/json"
              .formatted(accept));
      return;
    }
    if (!catalog.isVerified()) { // a client would forget whom this node has yet to hear of
      call.response().getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      call.problem(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "this node has not heard of the whole fleet yet: ask another, or again");
      return;
    }
    reader.execute(() -> answer(call, page));
  }

  private void answer(HttpCall call, Function<EurekaPages, Optional<Page>> page) {
    try {
      Optional<Page> found = page.apply(pages);
      if (found.isEmpty()) {
        call.problem(HttpStatus.NOT_FOUND_404, "nothing of this name is registered");
        return;
      }
      String encodings = call.request().getHeaders().get(HttpHeader.ACCEPT_ENCODING);
      boolean zipped = encodings != null && encodings.contains("gzip");
      byte[] body = zipped ? found.get().gzip() : found.get().plain();
      call.response().getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
      if (zipped) {
        call.response().getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      }
      call.json(HttpStatus.OK_200, body);
    } catch (RuntimeException e) {
      LOG.error("{} could not be answered", call.route(), e);
      call.problem(HttpStatus.INTERNAL_SERVER_ERROR_500, "this node failed to make the answer");
    }
  }

  /** No request may come any more. */
  @Override
  public void close() {
    reader.shutdownNow();
  }
}
