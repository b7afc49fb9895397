// Takes apart the Engine's stream of a command's output: frames of standard output and standard error, cut anywhere.

export interface Frame {
  readonly stream: 'output' | 'error'
  readonly bytes: Buffer
}

/** Eight bytes: the stream, three zeroes, and the length of what follows, most significant byte first
 *  (moby/api/pkg/stdcopy, stdWriterPrefixLen). */
const HEADER_BYTES = 8

/** Give each piece as it comes over the connection; the frames' bytes are handed on as soon as they are there. Throws for what is
 *  no such stream. */
export function demultiplex(take: (frame: Frame) => void): (piece: Buffer) => void {
  let header = Buffer.alloc(0)
  let stream: Frame['stream'] = 'output'
  let left = 0
  return (piece) => {
    let rest = piece
    while (rest.length > 0) {
      if (left > 0) {
        take({ stream, bytes: rest.subarray(0, left) })
        const taken = Math.min(left, rest.length)
        left -= taken
        rest = rest.subarray(taken)
        continue
      }
      const wanted = HEADER_BYTES - header.length
      header = Buffer.concat([header, rest.subarray(0, wanted)])
      rest = rest.subarray(wanted)
      if (header.length < HEADER_BYTES) return
      stream = streamOf(header)
      left = header.readUInt32BE(4)
      header = Buffer.alloc(0)
    }
  }
}

/** 0 is standard input, which some engines write for output; 3 is the Engine's own error, which it ends the stream with. */
function streamOf(header: Buffer): Frame['stream'] {
  const [kind = 0] = header
  if (kind > 3 || header[1] !== 0 || header[2] !== 0 || header[3] !== 0) {
    throw new Error(`expected a frame of output, found ${header.toString('hex')}`)
  }
  return kind >= 2 ? 'error' : 'output'
}
