package dev.jobreflector.settings;

import picocli.CommandLine.IVersionProvider;

/** Reads the version of the operator from the jar's manifest. */
public final class OperatorVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"job-reflector " + text()};
  }

  public static String text() {
    String version = OperatorVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
