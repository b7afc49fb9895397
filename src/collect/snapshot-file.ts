// A snapshot on disk: JSON Lines, large facts stored once by the hash of their content; written whole or not at all.
export { readSnapshot } from './snapshot-file/read-snapshot.ts'
export { writeSnapshot } from './snapshot-file/write-snapshot.ts'
