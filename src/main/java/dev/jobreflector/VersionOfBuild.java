package dev.jobreflector;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class VersionOfBuild implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"job-reflector " + text()};
  }

  static String text() {
    String version = VersionOfBuild.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
