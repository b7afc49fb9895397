// The command line: verbs, their arguments and options. Each verb's code is loaded when it is called, not before.
import { Command, Option } from 'commander'
import packageFile from '../../package.json' with { type: 'json' }
import type { Invocation, OutputFormat } from './invocation.ts'
import { type RawOptions, readOptions } from './read-options.ts'

export interface Program {
  readonly command: Command
  /** Of the verb that ran. */
  status(): number
}

const textAndJson: readonly OutputFormat[] = ['text', 'json']

export function makeProgram(signal: AbortSignal): Program {
  let status = 0
  /** Runs a verb with the options that stand anywhere on the line. */
  const run = (verb: (invocation: Invocation, command: Command) => Promise<number>, fits = textAndJson) => {
    return async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1) as Command
      status = await verb(readOptions(command.optsWithGlobals<RawOptions>(), fits, signal), command)
    }
  }
  const command = new Command('fairlead')
    .description(
      'Shows every hop between a Kubernetes pod and a service outside its cluster, and names the cause when the connection fails.',
    )
    .version(packageFile.version)
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .helpCommand(false)
    // main.ts prints errors and chooses the exit status.
    .exitOverride()
    .configureOutput({ outputError: () => {} })
  addGlobalOptions(command)
  addLooking(command, run)
  addHidden(command, run)
  addLab(command.command('lab').description('a practice network of Linux namespaces, with faults to switch on'), run)
  return { command, status: () => status }
}

type Run = (
  verb: (invocation: Invocation, command: Command) => Promise<number>,
  fits?: readonly OutputFormat[],
) => (...given: unknown[]) => Promise<void>

function addGlobalOptions(command: Command): void {
  command
    .option('-o, --output <format>', 'text or json', 'text')
    .option('-n, --namespace <name>', "Kubernetes namespace of pods and Services; without it the context's own")
    .option('--context <name>', 'the kubeconfig context to use')
    .option('--kubeconfig <file>', 'the kubeconfig file to use')
    .addOption(
      new Option(
        '--host-helper <ask|yes|no>',
        "read the host from a short-lived container of the node's image",
      ).default('ask'),
    )
    .option('--snapshot <file>', 'take the facts from a file that fairlead snapshot wrote')
    .option('--attach <file>', 'look at a network that already stands: its network file')
    .option('--lab <name>', 'look at the practice network of this name')
    .option('--timeout <time>', 'how long a client waits', '5s')
    .option('--verbose', 'every step, and the stack of an error')
    .option('--no-color', 'no colour, as with NO_COLOR')
}

function addLooking(program: Command, run: Run): void {
  const trace = program.command('trace').description('the seven stages of the way, hop by hop, and where it ends')
  trace
    .argument('<FROM>', 'pod/NAME, deploy/NAME, node/NAME or netns/NAME')
    .argument('<TO>', 'NAME[:PORT], IP:PORT or [IPv6]:PORT')
    .option('--udp', 'UDP instead of TCP')
    .option('--from-port <port>', "the client's source port")
    .action(
      run(async (invocation, command) => {
        const { udp = false, fromPort } = command.opts<{ udp?: boolean; fromPort?: string }>()
        const [from = '', to = ''] = command.args
        return (await import('./verbs/trace.ts')).trace({ from, to, udp, fromPort }, invocation)
      }),
    )
  program
    .command('doctor')
    .description('tries every Service that points outside from every pod, and names the causes')
    .argument('[SERVICE...]', 'NAME in the namespace of -n, or NAME.NAMESPACE; without any: all of them')
    .option('--to <IP:PORT>', 'a target without a Service; may be given again', collect, [])
    .option('--udp', 'the targets of --to are UDP')
    .action(
      run(async (invocation, command) => {
        const { to = [], udp = false } = command.opts<{ to?: readonly string[]; udp?: boolean }>()
        return (await import('./verbs/doctor.ts')).doctor({ services: command.args, to, udp }, invocation)
      }),
    )
  program
    .command('explain')
    .description('the page of a finding: what it means, how to mend it, when it may be wrong')
    .argument('<RULE>', 'the name or id of a finding, as doctor prints it')
    .action(
      run(async (invocation, command) =>
        (await import('./verbs/explain.ts')).explain(command.args[0] ?? '', invocation),
      ),
    )
  program
    .command('snapshot')
    .description('writes all facts and measurements to a file, for --snapshot on any machine')
    .argument('<FILE>')
    .action(
      run(async (invocation, command) =>
        (await import('./verbs/snapshot.ts')).snapshot(command.args[0] ?? '', invocation),
      ),
    )
  program
    .command('host-address')
    .description('the address under which pods reach this host, and why that one')
    .action(run(async (invocation) => (await import('./verbs/host-address.ts')).hostAddress(null, invocation)))
}

function addHidden(program: Command, run: Run): void {
  program
    .command('schema', { hidden: true })
    .argument('<NAME>')
    .action(
      run(async (invocation, command) => (await import('./verbs/schema.ts')).schema(command.args[0] ?? '', invocation)),
    )
  program
    .command('demo', { hidden: true })
    .option('--recorded', 'replay the recording')
    .option('--record <folder>', 'write a recording')
    .action(
      run(async (invocation, command) => {
        const { recorded = false, record = null } = command.opts<{ recorded?: boolean; record?: string }>()
        return (await import('./verbs/demo.ts')).demo({ recorded, record }, invocation)
      }),
    )
}

function addLab(lab: Command, run: Run): void {
  const verbs = () => import('./verbs/lab.ts')
  const add = (name: string, description: string): Command =>
    lab.command(name).description(description).option('--name <name>', 'which practice network', undefined)
  add('up', 'raises it; it stays when this terminal is closed')
    .option('--bridge <name>', "the first node's CNI bridge: cni0 or kind0", 'cni0')
    .action(run(async (invocation, command) => (await verbs()).labUp(command.opts(), invocation)))
  add('status', 'what is up, and which parts are not').action(
    run(async (invocation, command) => (await verbs()).labStatus(command.opts(), invocation)),
  )
  add('break', 'switches a fault on')
    .argument('<FAULT>')
    .action(
      run(async (invocation, command) => (await verbs()).labBreak(command.args[0] ?? '', command.opts(), invocation)),
    )
  add('mend', 'switches a fault off, or all of them')
    .argument('[FAULT]')
    .action(run(async (invocation, command) => (await verbs()).labMend(command.args[0], command.opts(), invocation)))
  add('faults', 'lists the faults').action(
    run(async (invocation, command) => (await verbs()).labFaults(command.opts(), invocation)),
  )
  add('exec', 'runs a command in one of its namespaces')
    .argument('<NAMESPACE>')
    .argument('<CMD...>')
    .usage('[options] NAMESPACE -- CMD…')
    .action(
      run(async (invocation, command) => {
        const [namespace = '', ...argv] = command.args
        return (await verbs()).labExec(namespace, argv, command.opts(), invocation)
      }),
    )
  add('down', 'takes it down and leaves nothing').action(
    run(async (invocation, command) => (await verbs()).labDown(command.opts(), invocation)),
  )
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}
