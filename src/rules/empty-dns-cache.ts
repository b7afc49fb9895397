// Ways to make cluster DNS forget what it keeps: time, or a new start.
import type { Fix } from '../model/finding.ts'

export function emptyTheCache(seconds: number): Fix[] {
  return [
    {
      title: `Wait ${seconds} s`,
      reversible: true,
      widens: [],
      actions: [{ kind: 'manual', where: 'cluster', text: `Wait ${seconds} seconds; nothing has to be changed.` }],
    },
    restartDns('Start cluster DNS anew, with an empty cache'),
  ]
}

export function restartDns(title: string): Fix {
  return {
    title,
    reversible: true,
    widens: [],
    actions: [
      {
        kind: 'manual',
        where: 'cluster',
        text: 'Run: kubectl -n kube-system rollout restart deployment coredns',
      },
    ],
  }
}
