// Says what a client was told, in the C library's own words, and when.
import type { Outcome } from '../model/measurement.ts'

/** strerror(3) and gai_strerror(3) of glibc. */
const words: Readonly<Record<string, string>> = {
  connected: 'connected',
  timeout: 'no answer, until the client gives up',
  reset: 'Connection reset by peer',
  stalled: 'connected, then nothing of size comes through',
  'no-reply': 'nothing came back',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ENOPROTOOPT: 'Protocol not available',
  EINVAL: 'Invalid argument',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ENETDOWN: 'Network is down',
  EAI_NONAME: 'Name or service not known',
  EAI_NODATA: 'No address associated with hostname',
  EAI_AGAIN: 'Temporary failure in name resolution',
  EAI_FAIL: 'Non-recoverable failure in name resolution',
}

export function outcomeText(outcome: Outcome | 'resolved' | null): string {
  if (outcome === null) return 'cannot be told'
  const said = words[outcome]
  return said === undefined || said === outcome || !/^E/.test(outcome) ? (said ?? outcome) : `${outcome} "${said}"`
}

export function expectedDelayText({ min, max }: { readonly min: number; readonly max: number | null }): string {
  if (max === null) return ''
  return max < 1_500 ? 'at once' : `after ${(min / 1000).toFixed(0)} to ${(max / 1000).toFixed(1)} s`
}

export function measuredDelayText(delayMs: number | null): string {
  if (delayMs === null) return ''
  return delayMs < 1_000
    ? `after ${delayMs < 10 ? delayMs.toFixed(1) : delayMs.toFixed(0)} ms`
    : `after ${(delayMs / 1000).toFixed(1)} s`
}
