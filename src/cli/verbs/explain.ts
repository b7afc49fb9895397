// `fairlead explain RULE`: the page of a finding, as it stands in src/rules/RULE/README.md.
import { listPages, readPage } from '../../app/rule-pages.ts'
import { UsageError } from '../../model/errors.ts'
import { nearestNames } from '../../model/nearest-names.ts'
import { renderPage } from '../../report/render-page.ts'
import { type Invocation, printJson } from '../invocation.ts'

export async function explain(wanted: string, invocation: Invocation): Promise<number> {
  const { terminal, output } = invocation
  // The id of a finding begins with its rule: listener-on-loopback/shop/db/5432.
  const [rule = ''] = wanted.split('/')
  const page = await readPage(rule)
  if (page === null) {
    const known = await listPages()
    const nearest = nearestNames(rule, known)
    const hint = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : `Rules: ${known.join(', ')}.`
    throw new UsageError(`There is no rule named ${rule}. ${hint}`)
  }
  if (output === 'json') printJson(invocation, { apiVersion: 'fairlead.dev/v1', kind: 'RulePage', rule, text: page })
  else terminal.print(renderPage(page, terminal))
  return 0
}
