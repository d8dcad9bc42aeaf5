/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.dev.shop.v1.Release;
import io.heliograph.sdk.ConfigEventReporter;
import io.heliograph.sdk.HeliographReporter;
import io.heliograph.v1.ReleaseKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Plays the fault schedule: publishes config releases that do harm and take it back. */
final class Director implements AutoCloseable {
  private static final String PUBLISHER = "demo";

  private record Cue(double at, String label, Runnable action) {}

  private final ShopFleet fleet;
  private final LoadGenerator load;
  private final Screen screen;
  private final String run;
  private final HeliographReporter reporter;
  private final ConfigEventReporter events;
  private final List<Window> windows = new ArrayList<>();
  private long releases;

  Director(ShopFleet fleet, LoadGenerator load, Screen screen, String run, String gateway) {
    this.fleet = fleet;
    this.load = load;
    this.screen = screen;
    this.run = run;
    this.reporter = HeliographReporter.to(gateway).start();
    this.events = new ConfigEventReporter(reporter);
  }

  /** Takes so many seconds; returns the faults as they happened. */
  List<Window> play(int seconds) throws InterruptedException {
    long start = System.nanoTime();
    long startMillis = System.currentTimeMillis();
    String now = "all is well";
    for (Cue cue : cues(startMillis, seconds)) {
      await(start, cue.at() * seconds, seconds, now);
      cue.action().run();
      now = cue.label();
    }
    await(start, seconds, seconds, now);
    return windows;
  }

  private List<Cue> cues(long startMillis, int seconds) {
    List<Cue> cues = new ArrayList<>();
    // a mistake that the instances refuse, and a right one
    cues.add(
        new Cue(
            0.05,
            "all is well",
            () -> {
              release("frontend", LiveConfig.LIMIT_PER_USER, "-1");
              release("frontend", LiveConfig.LIMIT_PER_USER, "6");
            }));
    for (FaultSchedule.Fault fault : FaultSchedule.FAULTS) {
      if (fault.symptom() == FaultSchedule.Symptom.DEATH) {
        cues.add(
            new Cue(
                fault.from(),
                fault.name(),
                () -> {
                  fleet.kill(FaultSchedule.VICTIM);
                  long end = startMillis + seconds * 1_000L;
                  windows.add(new Window(fault, System.currentTimeMillis(), end));
                }));
      } else {
        cues.add(
            new Cue(
                fault.from(),
                fault.name(),
                () -> {
                  long end = startMillis + (long) (fault.to() * seconds * 1_000);
                  windows.add(new Window(fault, System.currentTimeMillis(), end));
                  release(fault.service(), fault.item(), fault.bad());
                }));
        cues.add(
            new Cue(
                fault.to(),
                "all is well",
                () -> release(fault.service(), fault.item(), fault.good())));
      }
    }
    cues.sort(Comparator.comparingDouble(Cue::at));
    return cues;
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

  private void await(long start, double untilSeconds, int total, String now)
      throws InterruptedException {
    long until = start + (long) (untilSeconds * 1e9);
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
