package dev.sparring.core.config;

/**
 * The run as a whole.
 *
 * @param name folder within the directory; empty until it is chosen from date and time
 * @param directory where run folders are made
 * @param seed what all randomness comes from
 * @param steps rounds to play
 */
public record RunSettings(
    @Takes(
            matching = "|[A-Za-z0-9_][A-Za-z0-9._-]{0,99}",
            what = "a folder name of letters, digits, dot, underscore and hyphen")
        String name,
    @Takes(matching = ".+", what = "a folder") String directory,
    long seed,
    @Takes(atLeast = 1) int steps) {}
