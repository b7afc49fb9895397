// Records of a DNS message in the model's form: names with their final dot, data as dig prints it.
import type { Answer } from 'dns-packet'
import type { DnsRecord } from '../../model/measurement.ts'

/** Of the types that the model knows; others (OPT, TXT, …) are left out. */
export function dnsRecords(records: readonly Answer[]): DnsRecord[] {
  return records.flatMap((record): DnsRecord[] => {
    if (record.type === 'OPT') return []
    const shared = { name: absolute(record.name), ttlSeconds: Number(record.ttl ?? 0) }
    switch (record.type) {
      case 'A':
      case 'AAAA':
        return [{ ...shared, type: record.type, data: record.data }]
      case 'CNAME':
        return [{ ...shared, type: record.type, data: absolute(record.data) }]
      case 'SRV': {
        const { priority = 0, weight = 0, port, target } = record.data
        return [{ ...shared, type: record.type, data: `${priority} ${weight} ${port} ${absolute(target)}` }]
      }
      case 'SOA': {
        const { mname, rname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0 } = record.data
        const data = [absolute(mname), absolute(rname), serial, refresh, retry, expire, minimum].join(' ')
        return [{ ...shared, type: record.type, data }]
      }
      default:
        return []
    }
  })
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`
}
