// Writes nothing down: for asking what a chain would do with a packet that it is not, or not yet, given.
import type { Recorder } from '../recorder.ts'

/** Takes the first way at every choice, and notes that there was one: what follows is then only one of the answers. */
export class SilentRecorder implements Recorder {
  chose = false
  readonly #mended: Pick<Recorder, 'isMended'>

  constructor(mended: Pick<Recorder, 'isMended'>) {
    this.#mended = mended
  }

  step(): void {}
  read(): void {}
  assume(): void {}

  choose(): number {
    this.chose = true
    return 0
  }

  isMended(key: string): boolean {
    return this.#mended.isMended(key)
  }
}
