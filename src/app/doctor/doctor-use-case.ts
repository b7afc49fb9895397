// The use case of doctor, live or from a snapshot: check what was asked for, then diagnose.
import type { ChosenNetwork } from '../choose-network.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import { type DoctorOptions, examine } from './doctor.ts'
import { requireServices } from './select-services.ts'

/** Throws UsageError, InputError, CannotLookError. */
export async function doctorUseCase(chosen: ChosenNetwork, options: DoctorOptions): Promise<Diagnosis> {
  const { selected } = options
  if (chosen.kind === 'snapshot') {
    if (selected !== null) requireServices(chosen.snapshot, selected)
    return diagnose(chosen.snapshot, options)
  }
  return examine(chosen.network, {
    ...options,
    onModel: (model) => {
      if (selected !== null) requireServices(model.snapshot, selected)
      options.onModel(model)
    },
  })
}
