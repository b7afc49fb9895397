// Plays one act for real: a lab of its own, broken, examined, checked by hand, mended as the finding says, examined again.

import { readNetworkFile } from '../../collect/namespaces/read-network-file.ts'
import { breakLab, mendLab } from '../../lab/break-lab.ts'
import { controlLab } from '../../lab/control-lab.ts'
import type { Fault } from '../../lab/fault.ts'
import { findFault } from '../../lab/faults/index.ts'
import { raiseLab } from '../../lab/raise-lab.ts'
import { takeDownLab } from '../../lab/take-down-lab.ts'
import type { Check, Finding, Fix } from '../../model/finding.ts'
import type { NamespaceEntry, NetworkFile } from '../../model/network-file.ts'
import type { Diagnosis } from '../doctor/diagnose.ts'
import { examine } from '../doctor/doctor.ts'
import { networkOfFile } from '../live-network.ts'
import { noProgress } from '../progress.ts'
import type { ActRecord, Repair } from './act-record.ts'
import type { Act } from './acts.ts'
import { applyAction, canApply, restartClusterDns } from './apply-action.ts'
import { runCheck } from './run-check.ts'
import { demoOptions, mainFinding, type Saw, whatItSaw } from './story-of.ts'

/** These are enough to believe a finding; the rest is in `fairlead doctor`. */
const checksShown = 3

export async function playAct(lab: string, act: Act, signal: AbortSignal): Promise<ActRecord> {
  const fault = findFault(act.fault)
  if (!fault.shows) throw new Error(`The fault ${act.fault} has no client that shows it.`)
  const { from, to } = fault.shows
  const toThen = act.dialsThen ?? to
  try {
    const { networkFile } = await raiseLab({ name: lab, signal })
    const file = await readNetworkFile(networkFile)
    await breakLab(lab, fault.name)
    const broken = await look(file, { from, to }, signal)
    const finding = mainFinding(broken, fault.name)
    const control = await controlLab(lab)
    const checks = []
    for (const check of checksOf(finding, { from, to }, whatItSaw(broken, from, to))) {
      if (checks.length === checksShown) break
      const output = await runCheck(check, { control, file, from })
      if (output !== null) checks.push({ ...check, output })
    }
    const repair = await mend(lab, fault, finding, whatItSaw(broken, from, to))
    const mended = await look(await readNetworkFile(networkFile), { from, to: toThen }, signal)
    const { snapshot: before } = broken
    return {
      fault: fault.name,
      summary: fault.summary,
      from,
      to,
      toThen,
      before,
      checks,
      repair,
      after: mended.snapshot,
    }
  } finally {
    await takeDownLab(lab)
  }
}

/** A name that fails is first asked for by hand. */
function checksOf(finding: Finding | null, { from, to }: Shows, saw: Saw | null): readonly Check[] {
  // Fairlead's own commands prove nothing about Fairlead.
  const given = (finding?.checks ?? []).filter(({ argv }) => argv[0] !== 'fairlead')
  const [host = to] = to.split(':')
  const nameFails = saw?.outcome.startsWith('EAI_') && !given.some(({ argv }) => argv[0] === 'nslookup')
  const asked = nameFails ? [{ where: from, argv: ['nslookup', host] }] : []
  // What another pod would run is the same command once more.
  const own = given.filter((check, index) => index === given.findIndex((other) => `${other.argv}` === `${check.argv}`))
  return [...asked, ...own]
}

type Shows = Pick<NonNullable<Fault['shows']>, 'from' | 'to'>

/** Other pods are not looked at: what they see of it is the same, and takes its time. Cluster DNS is one of those that are. */
export async function look(file: NetworkFile, shows: Shows, signal: AbortSignal): Promise<Diagnosis> {
  const isBystander = ({ role, name }: NamespaceEntry) =>
    role === 'pod' && name !== shows.from && !name.startsWith('kube-system/')
  const watched = { ...file, namespaces: file.namespaces.filter((entry) => !isBystander(entry)) }
  return examine(networkOfFile(watched), { ...demoOptions(shows), signal, progress: noProgress, onModel: () => {} })
}

/** The first fix that a program can carry out; else the lab's own mending stands for the person who has to do it. */
async function mend(lab: string, fault: Fault, finding: Finding | null, saw: Saw | null): Promise<Repair> {
  const control = await controlLab(lab)
  const fix = (finding?.fixes ?? []).find(isForPrograms)
  if (!fix) {
    await mendLab(lab, fault.name)
    const first = finding?.fixes[0]
    return { title: first?.title ?? fault.summary, by: 'hand', actions: first?.actions ?? [], emptiedCache: false }
  }
  for (const action of fix.actions) await applyAction(action, control)
  // That a name does not exist is cached as well (RFC 2308), up to 30 s in kind's Corefile.
  const emptiedCache = saw?.outcome.startsWith('EAI_') ?? false
  if (emptiedCache) await restartClusterDns(control)
  return { title: fix.title, by: 'fix', actions: fix.actions, emptiedCache }
}

function isForPrograms(fix: Fix): boolean {
  return fix.actions.length > 0 && fix.actions.every(canApply)
}
