// Frames of output and error, however the connection cuts them.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { demultiplex, type Frame } from './demultiplex.ts'

const frameOf = (stream: number, bytes: Uint8Array): Buffer => {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(bytes.length, 4)
  return Buffer.concat([header, bytes])
}

function readAll(pieces: readonly Buffer[]): { output: string; error: string } {
  const found = { output: '', error: '' }
  const take = demultiplex(({ stream, bytes }: Frame) => {
    found[stream] += bytes.toString('hex')
  })
  for (const piece of pieces) take(piece)
  return found
}

it('the same bytes come out wherever the stream is cut', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3), fc.uint8Array({ maxLength: 40 })), { maxLength: 8 })
  const cuts = fc.array(fc.nat(400), { maxLength: 12 })
  fc.assert(
    fc.property(frames, cuts, (given, at) => {
      const whole = Buffer.concat(given.map(([stream, bytes]) => frameOf(stream, bytes)))
      const places = [0, ...at.filter((place) => place < whole.length).sort((a, b) => a - b), whole.length]
      const pieces = places.slice(1).map((end, index) => whole.subarray(places[index], end))
      const bytesOf = (...streams: readonly number[]): string =>
        given
          .flatMap(([stream, bytes]) => (streams.includes(stream) ? Buffer.from(bytes).toString('hex') : []))
          .join('')
      expect(readAll(pieces)).toEqual({ output: bytesOf(0, 1), error: bytesOf(2, 3) })
    }),
  )
})

it('what has come of a frame is handed on before the rest comes', () => {
  expect(readAll([frameOf(1, Buffer.from('whole')).subarray(0, 11)])).toEqual({ output: '77686f', error: '' })
})

it('what is no such stream is refused', () => {
  expect(() => readAll([Buffer.from('OCI runtime exec failed')])).toThrow(
    'expected a frame of output, found 4f43492072756e74',
  )
})
