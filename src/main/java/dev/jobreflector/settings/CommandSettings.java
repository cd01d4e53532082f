package dev.jobreflector.settings;

/** The settings of the command that the arguments call: the operator, or a subcommand. */
public sealed interface CommandSettings permits Settings, ImportSettings {}
