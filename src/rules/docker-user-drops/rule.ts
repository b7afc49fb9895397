// A rule that somebody put into DOCKER-USER drops or rejects the request.
import { firewallCause } from '../firewall-cause.ts'
import { endsIn } from '../packet-at.ts'
import { pathRule } from '../path-rule.ts'
import { stoppingRule } from '../stopping-rule.ts'

export const rule = pathRule({
  name: 'docker-user-drops',
  title: 'A rule in DOCKER-USER stops the request',
  stage: 6,
  inputs: ['connections', 'snapshot'],
  explain: (failing, { snapshot }) => {
    if (failing.direction === 'reply' || !endsIn(snapshot, failing, 'host')) return null
    const stopped = stoppingRule(failing, snapshot)
    return stopped?.place.chain.name === 'DOCKER-USER' ? firewallCause(failing, snapshot, stopped) : null
  },
})
