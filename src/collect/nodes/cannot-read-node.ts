// The errors of a node that cannot be read from inside: what was found, and what to do.
import { CannotLookError } from '../../model/errors.ts'

export function didNotAnswer(node: string, timeoutMs: number): CannotLookError {
  return new CannotLookError(
    `Cannot read node ${node}: it did not answer within ${timeoutMs / 1000} s. ` +
      'It may be overloaded or paused; --timeout gives it longer.',
  )
}

export function cannotEnter(node: string, what: string, words: string): CannotLookError {
  return new CannotLookError(
    `Cannot read node ${node}: the network namespace of ${what} cannot be entered from inside it: ${said(words)}. ` +
      'That takes CAP_SYS_ADMIN in the node, which privileged containers have.',
  )
}

export function cannotBegin(node: string, words: string): CannotLookError {
  return new CannotLookError(
    `Cannot read node ${node}: its shell could not prepare a place to read from: ${said(words)}. ` +
      'That takes the commands unshare and mount, and CAP_SYS_ADMIN, which privileged containers have.',
  )
}

export function uselessIp(node: string, words: string): CannotLookError {
  return new CannotLookError(
    `Cannot read node ${node}: its command ip tells nothing as JSON: ${said(words)}. ` +
      'That takes ip of iproute2 (4.18 or newer); the one of BusyBox cannot do it.',
  )
}

/** Tools may go on with how they are to be used. */
function said(words: string): string {
  return words === '' ? 'it says nothing more' : (words.split('\n')[0] ?? '')
}
