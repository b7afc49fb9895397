// Errors that a person can act on: what was asked for is wrong (exit status 2), or nothing could be looked at (3).

/** Wrong usage or an invalid file: names the thing, what was found, what was expected. Exit status 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}

/** Nothing could be looked at: what was tried, which right or tool is missing, how to get it. Exit status 3. */
export class CannotLookError extends Error {
  override readonly name: string = 'CannotLookError'
}
