// The import rule as rows: what each folder of src/ may import, and why no more.

export interface ImportRow {
  /** A folder of src/. */
  readonly from: string
  /** Folders of src/ that it may import beside itself. */
  readonly to: readonly string[]
  /** Of these folders it may import types alone, which leave nothing in the program. */
  readonly types?: readonly string[]
  /** Packages and parts of Node that it may import; `node:*` is all of Node. */
  readonly packages: readonly string[]
  readonly why: string
}

const everything = ['model', 'schema', 'parse', 'trace', 'rules', 'report', 'enter', 'collect', 'probe', 'lab', 'app']

export const importRows: readonly ImportRow[] = [
  { from: 'model', to: [], packages: [], why: 'the vocabulary that all others share rests on nothing' },
  {
    from: 'schema',
    to: ['model'],
    packages: ['zod', 'yaml'],
    why: 'it checks what comes in against the model and knows of no reader and no user of it',
  },
  {
    from: 'parse',
    to: ['model'],
    packages: ['ip-address', 'yaml'],
    why: 'text in, model out: it runs the same on a recorded text on any system, so it reads nothing itself',
  },
  {
    from: 'trace',
    to: ['model'],
    packages: ['ip-address'],
    why: 'a path depends on the snapshot alone, or a replay elsewhere would differ',
  },
  {
    from: 'rules',
    to: ['model', 'trace'],
    packages: [],
    why: 'a finding depends on facts, paths and measurements alone, or a replay elsewhere would differ',
  },
  {
    from: 'report',
    to: ['model', 'trace'],
    types: ['rules'],
    packages: [],
    why: 'it words what was found and decides nothing: the same snapshot gives the same bytes',
  },
  {
    from: 'enter',
    to: ['model'],
    packages: ['node:*'],
    why: 'it enters namespaces for those that read, probe and build, and knows none of them',
  },
  {
    from: 'collect',
    to: ['model', 'parse', 'schema', 'enter'],
    packages: ['node:*', 'yaml'],
    why: 'a reader gives facts and draws no conclusion; it must not know of the lab, or only the lab could be read',
  },
  {
    from: 'probe',
    to: ['model', 'parse', 'schema', 'enter'],
    packages: ['node:*', 'dns-packet'],
    why: 'a measurement is what a real client saw, apart from what the model says',
  },
  {
    from: 'lab',
    to: ['model', 'parse', 'schema', 'enter'],
    packages: ['node:*', 'dns-packet', 'yaml', 'ip-address'],
    why: 'the practice network is made without the model of a network, or both could be wrong in the same way',
  },
  {
    from: 'app',
    to: everything.filter((folder) => folder !== 'app'),
    packages: ['node:*', 'yaml'],
    why: 'the only place that joins pure code and readers; it does not know how it was called',
  },
  {
    from: 'cli',
    // For --version.
    to: [...everything, 'package.json'],
    packages: ['node:*', 'commander'],
    why: 'one file a verb: reads arguments, calls a use case, prints',
  },
]

/** Folders that give the same answer for the same input, always and everywhere. */
export const pureFolders: readonly string[] = ['model', 'parse', 'trace', 'rules', 'report']

/** What a pure folder may not name: the clock, chance, and the machine it runs on. */
export const impureNames: readonly string[] = [
  'Date',
  'performance',
  'crypto',
  'process.env',
  'process.argv',
  'process.platform',
  'process.cwd',
  'process.hrtime',
  'process.stdout',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'Math.random',
]
