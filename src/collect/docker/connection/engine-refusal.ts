// The Engine answered, and not with what was asked for.

export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal'
  /** Of HTTP: 404 there is none, 409 its state does not allow it, … */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
