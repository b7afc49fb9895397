// Chooses the network that a verb looks at, and says on standard error which one that is where nobody named it.
import { type ChosenNetwork, chooseNetwork } from '../app/choose-network.ts'
import type { Invocation } from './invocation.ts'

export async function choose(invocation: Invocation): Promise<ChosenNetwork> {
  const { terminal, signal } = invocation
  const confirm = terminal.watched && process.stdin.isTTY ? (question: string) => ask(question, signal) : null
  const chosen = await chooseNetwork(invocation, confirm)
  if (chosen.kind === 'live' && chosen.title !== null && invocation.lab === null) {
    terminal.say(`Looking at ${chosen.title}`)
  }
  return chosen
}

/** On standard error: standard output is for data. */
async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim())
  } finally {
    lines.close()
  }
}
