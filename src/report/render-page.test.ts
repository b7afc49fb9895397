// A rule's page on a terminal.
import { expect, it } from 'vitest'
import { noPaint } from './paint.ts'
import { renderPage } from './render-page.ts'

it('keeps commands as they are and wraps everything else', () => {
  const page = `# pod-has-no-route

## What it means

The pod has no route to the address. The kernel says so
at once.

- first thing to look at, which is a long one
- second

\`\`\`sh
ip route get 192.168.50.20   # in the pod's own namespace, however long this is
\`\`\`
`
  expect(renderPage(page, { width: 40, paint: noPaint })).toBe(`pod-has-no-route

What it means

The pod has no route to the address. The
kernel says so at once.

- first thing to look at, which is a
  long one
- second

    ip route get 192.168.50.20   # in the pod's own namespace, however long this is
`)
})
