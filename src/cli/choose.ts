// Chooses the network that a verb looks at, and says on standard error which practice network that is.
import { type ChosenNetwork, chooseNetwork } from '../app/choose-network.ts'
import type { Invocation } from './invocation.ts'

export async function choose(invocation: Invocation): Promise<ChosenNetwork> {
  const chosen = await chooseNetwork(invocation)
  if (chosen.kind === 'live' && chosen.lab !== null && invocation.lab === null) {
    invocation.terminal.say(`Looking at the practice network that is up: ${chosen.lab}`)
  }
  return chosen
}
