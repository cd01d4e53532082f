package dev.jobreflector.decision;

/**
 * An Event to be made, exactly once, before the status that shows what it tells is written.
 *
 * @param reason the Event's reason, one of a fixed set of words; also the condition's
 * @param action what the operator did: one of a fixed set of words
 * @param warning true for type Warning, false for Normal
 * @param note for people; not yet cut to the API's length
 * @param order where it stands among the Events of its resource: text that sorts as their lives go,
 *     of digits and the letters a to f, at most 23; the same however often the transition is
 *     decided
 * @param identity what makes this transition unique, the same however often it is decided; the
 *     Event's name is made from its hash
 */
public record Announcement(
    String reason, String action, boolean warning, String note, String order, String identity) {}
