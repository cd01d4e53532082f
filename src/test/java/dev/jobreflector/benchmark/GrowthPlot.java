package dev.jobreflector.benchmark;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** What grows with the number of resources, and what does not: both axes are logarithmic. */
final class GrowthPlot {

  private static final int DPI = 144;

  private GrowthPlot() {}

  /** Writes the plot as a PNG. An SVG of XChart has each letter as a shape, and is ten times it. */
  static void write(List<SteadyRun> series, Path file) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .xAxisTitle("resources")
            .yAxisTitle("each in the unit of its name")
            .build();
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setDecimalPattern("#,##0.##")
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setChartBackgroundColor(Color.WHITE);
    add(chart, series, "calls/h", run -> run.calls().perSecond() * 3600);
    add(chart, series, "RSS, MiB", SteadyRun::residentMebibytes);
    add(chart, series, "delay p99, s", run -> run.delays().at(0.99));
    add(chart, series, "delay p50, s", run -> run.delays().at(0.5));
    add(chart, series, "CPU, % of a core", SteadyRun::cpuPercent);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapFormat.PNG, DPI);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(
      XYChart chart, List<SteadyRun> series, String name, ToDoubleFunction<SteadyRun> figure) {
    double[] resources = series.stream().mapToDouble(run -> run.parameters().resources()).toArray();
    // A logarithmic axis has no zero, and XChart leaves out what is NaN.
    double[] values =
        series.stream().mapToDouble(figure).map(value -> value > 0 ? value : Double.NaN).toArray();
    chart.addSeries(name, resources, values);
  }
}
