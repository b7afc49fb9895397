// Reads resolv.conf as glibc does.
import type { ResolvConf } from '../model/name-files.ts'

/** glibc resolv/res_init.c: MAXNS 3, RES_MAXNDOTS 15, RES_MAXRETRANS 30, RES_MAXRETRY 5; the last `search` or `domain` line counts;
 *  without a nameserver the local machine is asked. */
export function parseResolvConf(text: string): ResolvConf {
  const nameservers: string[] = []
  let search: string[] = []
  const options: string[] = []
  for (const line of text.split('\n')) {
    // Only a comment sign in the first column makes a comment; blanks before a keyword unmake it.
    const [keyword, ...words] = /^[#;]/.test(line) ? [] : line.replace(/\s+$/, '').split(/\s+/)
    if (keyword === 'nameserver' && words[0] !== undefined && nameservers.length < 3) nameservers.push(words[0])
    if (keyword === 'search' && words.length > 0) search = words
    if (keyword === 'domain' && words[0] !== undefined) search = [words[0]]
    if (keyword === 'options') options.push(...words)
  }
  return {
    nameservers: nameservers.length > 0 ? nameservers : ['127.0.0.1'],
    search: search.map((domain) => domain.replace(/(?<=.)\.$/, '')),
    ndots: option(options, 'ndots', 1, 15),
    timeoutSeconds: option(options, 'timeout', 5, 30),
    attempts: option(options, 'attempts', 2, 5),
    options,
  }
}

function option(options: readonly string[], name: string, otherwise: number, most: number): number {
  const value = options.findLast((text) => text.startsWith(`${name}:`))?.slice(name.length + 1)
  const number = Number.parseInt(value ?? '', 10)
  return Number.isNaN(number) ? otherwise : Math.min(number, most)
}
