// The use case of doctor: read the network, say the model's verdict at once, let real clients try, and name the causes.

import type { LiveNetwork } from '../live-network.ts'
import type { Progress } from '../progress.ts'
import { type DiagnoseOptions, type Diagnosis, diagnose } from './diagnose.ts'
import { measure } from './measure.ts'

export interface DoctorOptions extends DiagnoseOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  /** Called with what the model alone says, before any client has answered. */
  readonly onModel: (diagnosis: Diagnosis) => void
}

/** Of a network that stands: facts are collected and clients tried. */
export async function examine(live: LiveNetwork, options: DoctorOptions): Promise<Diagnosis> {
  const { signal, progress } = options
  const facts = await live.collect({ signal, progress })
  const model = diagnose(facts, options)
  options.onModel(model)
  const snapshot = await measure(live, facts, model, options)
  progress.say('naming the causes')
  const result = diagnose(snapshot, options)
  progress.clear()
  return result
}
