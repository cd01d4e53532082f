package dev.jobreflector.chart;

import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A release of the chart in a namespace of a real API server. */
record HelmRelease(Helm helm, RealApiServer server, String namespace, String name) {

  /** Installs the chart, and returns what Helm printed. */
  String install(String... flags) {
    return tryInstall(Helm.CHART, flags).succeeded();
  }

  /** Upgrades to the chart with these flags, and returns what Helm printed. */
  String upgrade(String... flags) {
    return tryUpgrade(Helm.CHART, flags).succeeded();
  }

  void rollback(int revision) {
    run("rollback", List.of(name, String.valueOf(revision))).succeeded();
  }

  String uninstall() {
    return run("uninstall", List.of(name)).succeeded();
  }

  /** Whether it is installed. */
  boolean isInstalled() {
    return run("status", List.of(name)).exitCode() == 0;
  }

  /** The Deployment; null where there is none. */
  Deployment deployment() {
    var all = server.client().apps().deployments().inNamespace(namespace);
    var ofRelease = all.withLabel("app.kubernetes.io/instance", name).list().getItems();
    return ofRelease.isEmpty() ? null : ofRelease.get(0);
  }

  /** Installs a chart; its result may be a refusal. */
  Helm.Result tryInstall(Path chart, String... flags) {
    return withChart("install", chart, flags);
  }

  /** Upgrades to a chart; its result may be a refusal. */
  Helm.Result tryUpgrade(Path chart, String... flags) {
    return withChart("upgrade", chart, flags);
  }

  private Helm.Result withChart(String command, Path chart, String... flags) {
    List<String> args = new ArrayList<>(List.of(name, chart.toString(), Helm.IMAGE));
    args.addAll(List.of(flags));
    return run(command, args);
  }

  private Helm.Result run(String command, List<String> args) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(args);
    all.addAll(List.of("--namespace", namespace, "--kubeconfig", server.kubeconfig().toString()));
    return helm.run(all);
  }
}
