// `fairlead lab …`: raise, look at, break, mend and take down the practice network.
import { UsageError } from '../../model/errors.ts'
import { renderFaults, renderLabStatus } from '../../report/render-lab.ts'
import { type Invocation, printJson } from '../invocation.ts'

export interface LabOptions {
  readonly name?: string
  readonly bridge?: string
}

export async function labUp(options: LabOptions, invocation: Invocation): Promise<number> {
  const { raiseLab } = await import('../../lab/raise-lab.ts')
  const { terminal, signal } = invocation
  const name = nameOf(options, invocation)
  terminal.progress.say(`raising the practice network ${name}`)
  const lab = await raiseLab({ name, bridge: readBridge(options.bridge ?? 'cni0'), signal })
  terminal.progress.clear()
  if (invocation.output === 'json') {
    printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'Lab', state: 'up', ...lab })
    return 0
  }
  const option = name === 'default' ? '' : ` --lab ${name}`
  terminal.print(
    `The practice network ${name} is up: ${lab.namespaces.join(', ')}.\n` +
      `Its network file: ${lab.networkFile}\n` +
      `Look at a packet's way: fairlead trace pod/web db -n shop${option}\n`,
  )
  return 0
}

export async function labStatus(options: LabOptions, invocation: Invocation): Promise<number> {
  const { listLabs } = await import('../../lab/lab-directory.ts')
  const { labStatus: statusOf } = await import('../../lab/lab-status.ts')
  const wanted = options.name ?? invocation.lab
  const names = await listLabs()
  if (wanted !== null && !names.includes(wanted)) await refuseUnknown(wanted, names)
  const labs = await Promise.all((wanted === null ? names : [wanted]).map((name) => statusOf(name)))
  if (invocation.output === 'json') printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'LabStatus', labs })
  else invocation.terminal.print(renderLabStatus(labs, invocation.terminal))
  if (labs.length === 0) return 3
  return labs.every((lab) => lab.state === 'up') ? 0 : 1
}

export async function labBreak(fault: string, options: LabOptions, invocation: Invocation): Promise<number> {
  const { breakLab } = await import('../../lab/break-lab.ts')
  const { terminal } = invocation
  const name = await standing(options, invocation)
  terminal.progress.say(`breaking ${fault}`)
  const broken = await breakLab(name, fault)
  const { summary, finds, shows } = broken
  if (invocation.output === 'json') {
    printJson(invocation, {
      apiVersion: 'fairlead.dev/v1',
      kind: 'LabFault',
      lab: name,
      on: true,
      name: fault,
      summary,
      finds,
      shows,
    })
    return 0
  }
  const seen = shows === null ? '' : `See it: fairlead trace netns/${shows.from} ${shows.to}\n`
  terminal.print(`${broken.name} is on in ${name}: ${summary}\n${seen}Mend it: fairlead lab mend ${broken.name}\n`)
  return 0
}

export async function labMend(fault: string | undefined, options: LabOptions, invocation: Invocation): Promise<number> {
  const { mendLab } = await import('../../lab/break-lab.ts')
  const name = await standing(options, invocation)
  invocation.terminal.progress.say(fault === undefined ? 'mending all faults' : `mending ${fault}`)
  const mended = await mendLab(name, fault)
  if (invocation.output === 'json')
    printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'LabMended', lab: name, faults: mended })
  else
    invocation.terminal.print(
      mended.length === 0 ? `No fault was on in ${name}.\n` : `Mended in ${name}: ${mended.join(', ')}\n`,
    )
  return 0
}

export async function labFaults(_: LabOptions, invocation: Invocation): Promise<number> {
  const { listFaults } = await import('../../lab/faults/index.ts')
  const faults = listFaults().map(({ name, summary, finds, shows }) => ({ name, summary, finds, shows }))
  if (invocation.output === 'json') printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'LabFaults', faults })
  else invocation.terminal.print(renderFaults(faults, invocation.terminal))
  return 0
}

export async function labExec(
  namespace: string,
  argv: readonly string[],
  options: LabOptions,
  invocation: Invocation,
): Promise<number> {
  const { execInLab } = await import('../../lab/exec-in-lab.ts')
  return execInLab(await standing(options, invocation), namespace, argv)
}

export async function labDown(options: LabOptions, invocation: Invocation): Promise<number> {
  const { takeDownLab } = await import('../../lab/take-down-lab.ts')
  const { listLabs } = await import('../../lab/lab-directory.ts')
  const name = nameOf(options, invocation)
  const was = await takeDownLab(name)
  const others = await listLabs()
  // Taken down already is what was wanted; another name may be a slip.
  if (!was && others.length > 0) await refuseUnknown(name, others)
  if (invocation.output === 'json')
    printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'LabDown', lab: name, was })
  else
    invocation.terminal.print(was ? `The practice network ${name} is down.\n` : `No practice network ${name} was up.\n`)
  return 0
}

function nameOf({ name }: LabOptions, { lab }: Invocation): string {
  return name ?? lab ?? 'default'
}

/** The lab that is named; without a name the only one there is. */
async function standing(options: LabOptions, invocation: Invocation): Promise<string> {
  const { listLabs } = await import('../../lab/lab-directory.ts')
  const names = await listLabs()
  const [only, ...others] = names
  const isNamed = options.name !== undefined || invocation.lab !== null
  const name = !isNamed && only !== undefined && others.length === 0 ? only : nameOf(options, invocation)
  if (!names.includes(name)) await refuseUnknown(name, names)
  return name
}

async function refuseUnknown(name: string, names: readonly string[]): Promise<never> {
  const { unknownLab } = await import('../../app/choose-network.ts')
  throw unknownLab(name, names)
}

function readBridge(bridge: string): 'cni0' | 'kind0' {
  if (bridge === 'cni0' || bridge === 'kind0') return bridge
  throw new UsageError(`--bridge is ${JSON.stringify(bridge)}; expected cni0 or kind0.`)
}
