// The firewall of the host, or of the target machine, drops the request.
import { firewallCause } from '../firewall-cause.ts'
import { hostFirewall } from '../host-firewall.ts'
import { pathRule } from '../path-rule.ts'

export const rule = pathRule({
  name: 'host-firewall-drops',
  title: "The host's firewall drops the request",
  stage: 6,
  inputs: ['connections', 'snapshot'],
  dependsOn: ['host-firewall-allows-wrong-source', 'docker-inter-container-off'],
  explain: (failing, { snapshot }) => {
    const stopped = hostFirewall(failing, snapshot)
    return stopped && stopped.rejectsWith === null ? firewallCause(failing, snapshot, stopped) : null
  },
})
