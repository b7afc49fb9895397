// What a parser gives: the facts that it understood, and in words what it could not.

export interface Parsed<Fact> {
  readonly facts: readonly Fact[]
  /** What was printed and not understood, a sentence each; it becomes an Unread, never nothing. */
  readonly problems: readonly string[]
}
