// A cluster that is being read: GETs of raw JSON from its API server, and nothing else.

export interface Cluster {
  /** The context's name in the kubeconfig. */
  readonly context: string
  /** The cluster's name in the kubeconfig; kind's is `kind-NAME`. */
  readonly clusterName: string
  /** Without a user's name and password, should it have them. */
  readonly server: string
  /** The context's own; `default` where it names none. */
  readonly namespace: string
  /** `path` begins with `/api` or the like. Rejects with ApiError when the server refuses, with CannotLookError when it cannot be
   *  reached, with the signal's reason when aborted. */
  get(path: string, signal?: AbortSignal): Promise<unknown>
  close(): void
}

/** The server answered, and not with what was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** Of HTTP: 401, 403, 404, 410, … */
  readonly status: number
  /** Of the Status object: `Forbidden`, `Expired`, …; empty when there is none. */
  readonly reason: string

  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}
