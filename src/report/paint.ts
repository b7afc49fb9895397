// Colour that means something: red is broken, green works, yellow is not known, faint is beside the point. None where it is not wanted.

export interface Paint {
  bad(text: string): string
  good(text: string): string
  doubtful(text: string): string
  faint(text: string): string
  strong(text: string): string
}

const plain = (text: string): string => text
const sgr = (open: number, close: number) => (text: string) =>
  text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`

export const noPaint: Paint = { bad: plain, good: plain, doubtful: plain, faint: plain, strong: plain }

export const terminalPaint: Paint = {
  bad: sgr(31, 39),
  good: sgr(32, 39),
  doubtful: sgr(33, 39),
  faint: sgr(2, 22),
  strong: sgr(1, 22),
}
