// One who can be asked to try something: a network namespace on a node that commands can be run on.

export interface ClientElsewhere {
  /** Of its namespace, as requests have it in `from`. */
  readonly name: string
  /** Path inside the node; null: the node's own. */
  readonly netns: string | null
  /** The client's files, whole; null when not known. */
  readonly resolvConf: string | null
  readonly hosts: string | null
}
