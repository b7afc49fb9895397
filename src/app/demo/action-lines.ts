// Says an action as the commands that a person would type; they are never broken, or they could not be copied.
import { stringify } from 'yaml'
import type { Action } from '../../model/finding.ts'
import { shellWords } from '../../report/shell-words.ts'

export function actionLines(action: Action): string[] {
  switch (action.kind) {
    case 'exec':
      return [`${action.where}$ ${shellWords(action.argv)}`]
    case 'docker':
      return [`host$ ${shellWords(action.argv)}`]
    case 'manual':
      return [action.text.replace(/^(Run: )?/, (run) => `${action.where}${run === '' ? ':' : '$'} `)]
    case 'kubernetes': {
      const { verb, object, body } = action
      const kubectl = ['kubectl', ...(object.namespace === null ? [] : ['-n', object.namespace])]
      const named = [object.kind.toLowerCase(), object.name]
      if (verb === 'delete') return [`cluster$ ${shellWords([...kubectl, 'delete', ...named])}`]
      if (verb === 'create') {
        return [`cluster$ ${shellWords([...kubectl, 'apply', '-f', '-'])} <<END`, ...yamlLines(body), 'END']
      }
      return [`cluster$ ${shellWords([...kubectl, 'patch', ...named, '--type', 'merge', '-p', JSON.stringify(body)])}`]
    }
    default:
      return action satisfies never
  }
}

function yamlLines(body: unknown): string[] {
  return stringify(body).trimEnd().split('\n')
}
