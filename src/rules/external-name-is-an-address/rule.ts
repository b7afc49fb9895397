// An ExternalName holds an address: cluster DNS answers names with names only, and passes it over.
import { parseAddress } from '../../trace/address.ts'
import { findingAbout, subjectText } from '../finding-about.ts'
import { replaceExternalName } from '../point-at-address.ts'
import type { Rule } from '../rule.ts'
import { kubectlGet, serviceEvidence, serviceSubject, sufferers } from '../wired-service.ts'
import { wiringPosition } from '../wiring-rule.ts'

const about = {
  name: 'external-name-is-an-address',
  title: 'The ExternalName is an address, not a name',
  stage: 0,
  severity: 'error',
} as const

export const rule: Rule = {
  ...about,
  inputs: ['connections', 'services'],
  dependsOn: [],
  find: ({ connections, services }) =>
    services.flatMap((service) => {
      const address = service.externalName === null ? null : parseAddress(service.externalName)
      if (!address) return []
      const subject = serviceSubject(service)
      return [
        findingAbout({
          rule: about,
          subject,
          at: { stage: 0, namespace: null },
          ...sufferers(connections, service),
          message: `${subjectText(subject)} has no answer: its externalName is ${service.externalName}, an address. An ExternalName becomes a CNAME, which holds a name, so cluster DNS passes it over and the name does not exist (EAI_NONAME). Use a Service without a selector and an EndpointSlice with that address.`,
          evidence: [serviceEvidence(service)],
          checks: [kubectlGet('service', service.namespace, service.name, '-o', 'jsonpath={.spec.externalName}')],
          fixes: [replaceExternalName(service, [address.text])],
          position: wiringPosition,
        }),
      ]
    }),
}
