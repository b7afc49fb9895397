// Where a text stops being JSON, and what was expected there: JSON.parse of Node 20 does not always say.

export interface JsonFault {
  readonly offset: number
  readonly expected: string
}

const WHITE = /[ \t\r\n]*/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 forbids them unescaped in strings.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y

/** Null for a text that is JSON. */
export function findJsonFault(text: string): JsonFault | null {
  const cursor = { text, offset: 0 }
  const fault = skipValue(cursor)
  if (fault !== null) return fault
  skip(cursor, WHITE)
  return cursor.offset === text.length ? null : { offset: cursor.offset, expected: 'the end of the file' }
}

interface Cursor {
  readonly text: string
  offset: number
}

function skipValue(cursor: Cursor): JsonFault | null {
  skip(cursor, WHITE)
  switch (cursor.text[cursor.offset]) {
    case '{':
      return skipMembers(cursor, '}', skipMember)
    case '[':
      return skipMembers(cursor, ']', skipValue)
    case '"':
      return skipString(cursor, 'a string that ends with "')
    default:
      return skip(cursor, SCALAR) ? null : { offset: cursor.offset, expected: 'a JSON value' }
  }
}

function skipMember(cursor: Cursor): JsonFault | null {
  skip(cursor, WHITE)
  const fault = skipString(cursor, 'a field name in double quotes')
  if (fault !== null) return fault
  skip(cursor, WHITE)
  if (cursor.text[cursor.offset] !== ':') return { offset: cursor.offset, expected: ': after the field name' }
  cursor.offset += 1
  return skipValue(cursor)
}

function skipMembers(cursor: Cursor, end: '}' | ']', member: (cursor: Cursor) => JsonFault | null): JsonFault | null {
  cursor.offset += 1
  skip(cursor, WHITE)
  if (cursor.text[cursor.offset] === end) {
    cursor.offset += 1
    return null
  }
  for (;;) {
    const fault = member(cursor)
    if (fault !== null) return fault
    skip(cursor, WHITE)
    const found = cursor.text[cursor.offset]
    if (found !== ',' && found !== end) return { offset: cursor.offset, expected: `, or ${end}` }
    cursor.offset += 1
    if (found === end) return null
  }
}

function skipString(cursor: Cursor, expected: string): JsonFault | null {
  return skip(cursor, STRING) ? null : { offset: cursor.offset, expected }
}

function skip(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.offset
  const found = pattern.exec(cursor.text)
  if (found === null) return false
  cursor.offset = pattern.lastIndex
  return true
}
