// Prints a rule's page for a terminal: headings stand out, text is wrapped, commands and tables stay as they are.
import type { Paint } from './paint.ts'
import { hang } from './wrap-text.ts'

export interface PageOptions {
  readonly width: number
  readonly paint: Paint
}

export function renderPage(markdown: string, { width, paint }: PageOptions): string {
  const lines: string[] = []
  let paragraph: string[] = []
  let inCode = false
  const flush = (): void => {
    const text = paragraph.join(' ')
    paragraph = []
    if (text === '') return
    const marker = /^(\s*(?:[-*]|\d+\.) )/.exec(text)?.[1] ?? ''
    lines.push(...hang(text.slice(marker.length), width, marker, ' '.repeat(marker.length)))
  }
  for (const line of markdown.trimEnd().split('\n')) {
    if (line.startsWith('```')) {
      flush()
      inCode = !inCode
      continue
    }
    const heading = inCode ? null : /^#+ (.*)$/.exec(line)
    if (inCode || line.startsWith('|') || heading || line.trim() === '') {
      flush()
      lines.push(inCode ? `    ${line}`.trimEnd() : heading ? paint.strong(heading[1] ?? '') : line.trim())
      continue
    }
    if (/^\s*([-*]|\d+\.) /.test(line)) flush()
    paragraph.push(paragraph.length === 0 ? line : line.trim())
  }
  flush()
  return `${lines.join('\n')}\n`
}
