package dev.jobreflector.polling;

/**
 * Whether the AWS credentials chain has an answer, for the log at start.
 *
 * @param found whether some provider gave credentials; AWS may still refuse them
 * @param message which provider answered, or why none did and what to do; one line
 */
public record CredentialsCheck(boolean found, String message) {}
