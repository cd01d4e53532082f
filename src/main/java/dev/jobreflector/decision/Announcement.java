package dev.jobreflector.decision;

/**
 * An Event to create exactly once, before the operator writes the status that shows the transition.
 *
 * @param reason the Event's reason, one of a fixed set of words
 * @param action what the operator did, one of a fixed set of words
 * @param warning true for type Warning, false for Normal
 * @param note the message for people; not yet cut to the API's maximum length
 * @param order the sort order of the Event among those of its resource: at most 23 digits and
 *     letters from a to f. Equal each time the transition is decided.
 * @param identity identifies the transition. Equal each time the transition is decided; the Event's
 *     name contains its hash.
 */
public record Announcement(
    String reason, String action, boolean warning, String note, String order, String identity) {}
