// Breaks a text into lines that fit a width, at spaces; a word longer than a line is broken where it must be.

/** Control characters of data that others wrote do not reach the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f]/g

export function wrapText(text: string, width: number): string[] {
  const room = Math.max(10, width)
  const lines: string[] = []
  let line = ''
  for (const word of text.replace(controls, ' ').split(' ')) {
    let rest = word
    while (rest.length > room) {
      if (line !== '') lines.push(line)
      line = ''
      lines.push(rest.slice(0, room))
      rest = rest.slice(room)
    }
    if (line === '') line = rest
    else if (line.length + 1 + rest.length <= room) line += ` ${rest}`
    else {
      lines.push(line)
      line = rest
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

/** `first` before the first line, `rest` before the others. */
export function hang(text: string, width: number, first: string, rest: string): string[] {
  const lines = wrapText(text, width - Math.max(shownLength(first), shownLength(rest)))
  return lines.map((line, index) => (index === 0 ? first : rest) + line)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour is a control sequence
const colours = /\u001b\[\d*m/g

/** What it takes up on the screen: colours take nothing. */
function shownLength(text: string): number {
  return text.replace(colours, '').length
}
