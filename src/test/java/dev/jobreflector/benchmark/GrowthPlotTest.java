package dev.jobreflector.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.measurement.ApiServerWrites;
import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Percentiles;
import dev.jobreflector.simulator.CallLog;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthPlotTest {

  @Test
  void is_an_image(@TempDir Path folder) throws Exception {
    File plot = folder.resolve("new").resolve("growth.png").toFile();

    GrowthPlot.write(List.of(run(100, 0), run(1_000, 0.2), run(10_000, 2)), plot.toPath());

    assertThat(ImageIO.read(plot)).isNotNull();
    assertThat(plot).size().isBetween(5_000L, 200_000L);
  }

  private static SteadyRun run(int resources, double cpuPercent) {
    return new SteadyRun(
        Parameters.of(resources, resources / 20, Duration.ofMinutes(10)),
        Percentiles.ofNanos(List.of(2_000_000_000L, 9_000_000_000L)),
        2,
        0,
        1,
        CallsWithin.of(CallLog.keepingAll(), 0, 1_000_000_000L),
        ApiServerWrites.of(List.of()),
        100,
        150,
        cpuPercent);
  }
}
