// Splits the output of iptables-save into lines; a comment's newline, inside quotes, does not end one.

export function splitLines(text: string): string[] {
  const physical = text.split('\n')
  const lines: string[] = []
  for (let at = 0; at < physical.length; at += 1) {
    const end = isRule(physical[at] ?? '') ? endOfQuote(physical, at) : at
    lines.push(physical.slice(at, end + 1).join('\n'))
    at = end
  }
  return lines
}

function isRule(line: string): boolean {
  return /^(?:\[\d+:\d+\] )?-A /.test(line)
}

/** The line in which the quotes opened in this one are closed; this one itself when they never are. */
function endOfQuote(lines: readonly string[], start: number): number {
  let open = false
  for (let at = start; at < lines.length; at += 1) {
    open = leavesOpen(lines[at] ?? '', open)
    if (!open) return at
  }
  return start
}

function leavesOpen(line: string, open: boolean): boolean {
  let inside = open
  for (let at = 0; at < line.length; at += 1) {
    if (inside && line[at] === '\\') at += 1
    else if (line[at] === '"') inside = !inside
  }
  return inside
}
