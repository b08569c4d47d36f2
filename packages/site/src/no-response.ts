/**
 * The API is unreachable, the connection broke, or our own time-out expired. A file of its own: refusal.ts knows it, and
 * components import that, which must not bring Node's modules into a page's scripts.
 */
export class NoResponse extends Error {}
