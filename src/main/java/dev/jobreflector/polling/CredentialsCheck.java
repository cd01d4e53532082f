package dev.jobreflector.polling;

/**
 * Whether the AWS credentials chain finds credentials, for the log at start.
 *
 * @param found true if a provider has credentials; AWS may still refuse them
 * @param message the provider, or why none has credentials and what the user can do; one line
 */
public record CredentialsCheck(boolean found, String message) {}
