/**
 * What one filter may cost. Subscribers write filters and the server runs them on every publication, so each limit
 * bounds memory or time that a stranger can take.
 */
export const MAX_FILTER_LENGTH = 1_024;
/** Brackets, parentheses and negations inside each other. */
export const MAX_DEPTH = 32;
/** Comparisons, existence tests, calls and list items in one filter. */
export const MAX_TERMS = 100;
/** Nodes looked at and terms evaluated for one publication; a filter that needs more does not match. */
export const MAX_STEPS = 10_000;
/** Levels that `..` goes down; bounds the call stack, whatever the publication holds. */
export const MAX_DESCENT = 256;
/** Characters of a regular expression inside a filter that comes from the publication itself. */
export const MAX_PATTERN_LENGTH = 1_024;
/** Instructions of a compiled regular expression: counted repetitions multiply. */
export const MAX_PROGRAM_SIZE = 10_000;
