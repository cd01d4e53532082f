/**
 * The container image: what its ahead-of-time cache is trained on, what it is measured by, and what
 * it is tested for. docs/image.md tells of it.
 */
@NullMarked
package dev.jobreflector.image;

import org.jspecify.annotations.NullMarked;
