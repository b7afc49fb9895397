// Which servers are asked through a proxy, by the kubeconfig and by the environment.
import { expect, it } from 'vitest'
import { chooseProxy } from './choose-proxy.ts'

it.each<[server: string, written: string | null, environment: Record<string, string>, proxy: string | null]>([
  ['https://10.0.0.1:6443', null, {}, null],
  ['https://10.0.0.1:6443', 'http://p:3128', {}, 'http://p:3128/'],
  ['https://10.0.0.1:6443', 'http://p:3128', { HTTPS_PROXY: 'http://other:1' }, 'http://p:3128/'],
  ['https://10.0.0.1:6443', null, { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
  ['https://10.0.0.1:6443', null, { https_proxy: 'p:3128' }, 'http://p:3128/'],
  ['http://10.0.0.1:8001', null, { HTTPS_PROXY: 'http://p:3128' }, null],
  ['https://127.0.0.1:6443', null, { HTTPS_PROXY: 'http://p:3128' }, null],
  ['https://localhost:6443', null, { HTTPS_PROXY: 'http://p:3128' }, null],
  ['https://[::1]:6443', null, { HTTPS_PROXY: 'http://p:3128' }, null],
  ['https://10.0.0.1:6443', null, { HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'a.b, 10.0.0.0/8' }, null],
  ['https://10.0.0.1:6443', null, { HTTPS_PROXY: 'http://p:3128', NO_PROXY: '10.0.0.10' }, 'http://p:3128/'],
  ['https://api.corp.example', null, { HTTPS_PROXY: 'http://p:3128', no_proxy: '.corp.example' }, null],
  ['https://api.corp.example', null, { HTTPS_PROXY: 'http://p:3128', no_proxy: 'corp.example' }, null],
  ['https://notcorp.example', null, { HTTPS_PROXY: 'http://p:3128', no_proxy: 'corp.example' }, 'http://p:3128/'],
  ['https://api.corp.example', null, { HTTPS_PROXY: 'http://p:3128', no_proxy: '*' }, null],
])('%s with proxy-url %s and %o: %s', (server, written, environment, proxy) => {
  expect(chooseProxy(new URL(server), written, environment)?.href ?? null).toBe(proxy)
})

it('a proxy of another kind is named, and where it is set', () => {
  expect(() => chooseProxy(new URL('https://a:1'), 'socks5://user:s3cret@p:1080', {})).toThrow(
    "Cannot reach the API server: the kubeconfig's proxy-url is of the kind socks5://, which is not spoken here. " +
      'Name an http:// or https:// proxy, or unset it and open a tunnel to the server.',
  )
})
