/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.dev.shop.FaultSchedule.Change;
import io.heliograph.dev.shop.FaultSchedule.Fault;
import io.heliograph.dev.shop.FaultSchedule.Symptom;
import io.heliograph.dev.shop.v1.Release;
import io.heliograph.sdk.ConfigEventReporter;
import io.heliograph.sdk.HeliographReporter;
import io.heliograph.v1.ReleaseKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Plays the fault schedule: publishes config releases that do harm and take it back. */
final class Director implements AutoCloseable {
  private static final String PUBLISHER = "demo";

  private record Cue(double at, Runnable action) {}

  private final ShopFleet fleet;
  private final LoadGenerator load;
  private final Screen screen;
  private final String run;
  private final HeliographReporter reporter;
  private final ConfigEventReporter events;
  private final Map<Fault, Window> windows = new LinkedHashMap<>();
  private final List<Fault> open = new ArrayList<>();
  private long releases;

  Director(ShopFleet fleet, LoadGenerator load, Screen screen, String run, String gateway) {
    this.fleet = fleet;
    this.load = load;
    this.screen = screen;
    this.run = run;
    this.reporter = HeliographReporter.to(gateway).start();
    this.events = new ConfigEventReporter(reporter);
  }

  /** Does nothing for so many seconds but to release two limits; returns no faults. */
  List<Window> rest(int seconds) throws InterruptedException {
    raiseLimit();
    await(System.nanoTime(), seconds, seconds);
    return List.of();
  }

  /** Takes so many seconds; returns the faults as they happened. */
  List<Window> play(int seconds) throws InterruptedException {
    long start = System.nanoTime();
    long endMillis = System.currentTimeMillis() + seconds * 1_000L;
    for (Cue cue : cues(endMillis)) {
      await(start, cue.at() * seconds, seconds);
      cue.action().run();
    }
    await(start, seconds, seconds);
    return List.copyOf(windows.values());
  }

  private List<Cue> cues(long endMillis) {
    List<Cue> cues = new ArrayList<>();
    cues.add(new Cue(0.05, this::raiseLimit));
    for (Fault fault : FaultSchedule.FAULTS) {
      if (fault.symptom() == Symptom.DEATH) {
        cues.add(new Cue(fault.from(), () -> kill(fault, endMillis)));
      } else {
        cues.add(new Cue(fault.from(), () -> begin(fault)));
        cues.add(new Cue(fault.to(), () -> end(fault)));
      }
    }
    cues.sort(Comparator.comparingDouble(Cue::at));
    return cues;
  }

  /** A mistake that the instances refuse, and a right one. */
  private void raiseLimit() {
    release("frontend", LiveConfig.LIMIT_PER_USER, "-1");
    release("frontend", LiveConfig.LIMIT_PER_USER, "6");
  }

  private void kill(Fault fault, long endMillis) {
    windows.put(fault, new Window(fault, System.currentTimeMillis(), endMillis));
    fleet.kill(FaultSchedule.VICTIM);
  }

  private void begin(Fault fault) {
    open.add(fault);
    windows.put(fault, new Window(fault, System.currentTimeMillis(), Long.MAX_VALUE));
    for (Change change : fault.changes()) {
      release(change.app(), change.item(), change.bad());
    }
  }

  private void end(Fault fault) {
    open.remove(fault);
    for (int i = fault.changes().size() - 1; i >= 0; i--) {
      Change change = fault.changes().get(i);
      release(change.app(), change.item(), change.good());
    }
    windows.computeIfPresent(
        fault, (f, window) -> new Window(f, window.fromMillis(), System.currentTimeMillis()));
  }

  private void release(String app, String item, String value) {
    long version = ++releases;
    Release release =
        Release.newBuilder()
            .setReleaseId(run + "-" + version)
            .setItem(item)
            .setVersion(version)
            .setValue(value)
            .build();
    events.published(
        ControlService.release(app, release), ReleaseKind.RELEASE_KIND_FULL, "", PUBLISHER);
    fleet.apply(app, release);
  }

  private void await(long start, double untilSeconds, int total) throws InterruptedException {
    long until = start + (long) (untilSeconds * 1e9);
    String now =
        open.isEmpty()
            ? "all is well"
            : open.stream().map(Fault::name).collect(Collectors.joining(" + "));
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      double elapsed = (System.nanoTime() - start) / 1e9;
      screen.load(elapsed / total, (int) Math.round(total - elapsed), load.counts(), now);
      TimeUnit.NANOSECONDS.sleep(Math.min(left, 250_000_000L));
    }
  }

  @Override
  public void close() {
    reporter.close(Duration.ofSeconds(5));
  }
}
