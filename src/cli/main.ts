#!/usr/bin/env node
// The command `fairlead`: runs one verb; the only place that prints errors and sets the exit status.
import { CommanderError } from 'commander'
import { explainError } from './explain-error.ts'
import { listenForInterrupts } from './interrupts.ts'
import { makeProgram } from './program.ts'

const interrupts = listenForInterrupts()
// Who reads may have had enough (`| head`): that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  const program = makeProgram(interrupts.signal)
  try {
    await program.command.parseAsync(argv, { from: 'user' })
    return program.status()
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    if (interrupts.signal.aborted) {
      process.stderr.write('fairlead: interrupted\n')
      return 130
    }
    const { status, text } = explainError(error, { verbose: argv.includes('--verbose') })
    process.stderr.write(text)
    return status
  } finally {
    interrupts.stop()
  }
}
