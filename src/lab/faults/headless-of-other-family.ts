// A headless Service of family IPv4 whose slice holds an IPv6 address: cluster DNS gives it to whoever asks, and pods reach it.
import { changeObject, restoreObjects } from '../change-objects.ts'
import type { Fault } from '../fault.ts'

const slice = 'EndpointSlice/shop/cache-1'

export const fault: Fault = {
  name: 'headless-of-other-family',
  summary: "the slice of headless Service shop/cache holds the container's IPv6 address",
  finds: [],
  shows: { from: 'shop/web', to: 'cache:6379', outcome: 'connected', delayMs: [0, 500] },
  inject: async (lab) => {
    const redis = (await lab.listeners()).find((listener) => listener.name === 'cache/redis')
    if (!redis) throw new Error('the lab has no listener cache/redis')
    await lab.startListener({ ...redis, name: 'cache/redis-6', address: '::', v6only: true })
    await changeObject(lab, slice, (object) => ({
      ...object,
      addressType: 'IPv6',
      endpoints: [{ addresses: ['fc00:f853:ccd:e793::4'], conditions: { ready: true } }],
    }))
  },
  mend: async (lab) => {
    await restoreObjects(lab, slice)
    await lab.stopListener('cache/redis-6')
  },
}
