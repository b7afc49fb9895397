// Plays the acts on this machine, each in a lab of its own, several side by side: most of an act is waiting for a client to give up.

import { setMaxListeners } from 'node:events'
import { readNetworkFile } from '../../collect/namespaces/read-network-file.ts'
import { listLabs } from '../../lab/lab-directory.ts'
import { raiseLab } from '../../lab/raise-lab.ts'
import { takeDownLab } from '../../lab/take-down-lab.ts'
import type { ActRecord } from './act-record.ts'
import type { Act } from './acts.ts'
import { look, playAct } from './play-act.ts'
import type { DemoSource } from './source.ts'
import { healthyConnection } from './story-of.ts'

/** More would keep a small machine so busy that clients are answered late. */
const sideBySide = 3

export function liveSource(played: readonly Act[], signal: AbortSignal): DemoSource {
  const ending = new AbortController()
  const both = AbortSignal.any([signal, ending.signal])
  // Every process of every lab listens for it.
  setMaxListeners(0, signal, both)
  const waiting: (() => void)[] = []
  let running = 0
  const turn = async <T>(play: () => Promise<T>): Promise<T> => {
    if (running >= sideBySide) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      both.throwIfAborted()
      return await play()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
  const labName = (index: number): string => `demo-${process.pid}-${index}`
  const swept = sweepDeadDemos()
  const healthy = turn(async () => {
    await swept
    const lab = labName(0)
    try {
      const { networkFile } = await raiseLab({ name: lab, signal: both })
      return (await look(await readNetworkFile(networkFile), healthyConnection, both)).snapshot
    } finally {
      await takeDownLab(lab)
    }
  })
  const acts = new Map<string, Promise<ActRecord>>()
  for (const [index, act] of played.entries()) {
    // The healthy path is shown first, and nothing else should make its client wait.
    const play = async (): Promise<ActRecord> => {
      await healthy
      return turn(() => playAct(labName(index + 1), act, both))
    }
    acts.set(act.fault, play())
  }
  const all = [healthy, ...acts.values()]
  // Who reads them comes later, and after an error not at all.
  for (const promise of all) promise.catch(() => {})
  return {
    recordedBecause: null,
    healthy: () => healthy,
    act: (fault) => acts.get(fault) ?? Promise.reject(new Error(`The fault ${fault} is not part of the demo.`)),
    end: async () => {
      ending.abort(new Error('the demo is over'))
      await Promise.allSettled(all)
    },
  }
}

/** What a demo left behind that was killed: its labs carry its process id. */
async function sweepDeadDemos(): Promise<void> {
  for (const name of await listLabs()) {
    const pid = /^demo-(\d+)-\d+$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await takeDownLab(name)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
