// The use case of doctor: read the network, say the model's verdict at once, let real clients try, and name the causes.

import type { NetworkFile } from '../../model/network-file.ts'
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
export async function examine(file: NetworkFile, options: DoctorOptions): Promise<Diagnosis> {
  const { signal, progress } = options
  progress.say('reading the namespaces')
  const { collectNetwork } = await import('../../collect/namespaces/collect-network.ts')
  const facts = await collectNetwork(file, { signal })
  const model = diagnose(facts, options)
  options.onModel(model)
  const snapshot = await measure(file, facts, model, options)
  progress.say('naming the causes')
  const result = diagnose(snapshot, options)
  progress.clear()
  return result
}
