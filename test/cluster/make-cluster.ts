// Makes a kind cluster before the tests of real clusters run, and takes it away afterwards. FAIRLEAD_TEST_CONTEXT names one to use instead.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = 'fairlead-proof'

/** Two nodes; kubeconfig in KUBECONFIG for all that the tests start. */
export default function makeCluster(): () => void {
  if (process.env.FAIRLEAD_TEST_CONTEXT) return () => {}
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-cluster-'))
  const kubeconfig = join(folder, 'kubeconfig')
  const config = join(folder, 'cluster.yaml')
  writeFileSync(
    config,
    'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: control-plane }, { role: worker }]\n',
  )
  const image = process.env.FAIRLEAD_NODE_IMAGE
  const kind = (...argv: string[]) =>
    execFileSync('kind', [...argv, '--name', NAME, '--kubeconfig', kubeconfig], {
      stdio: ['ignore', 'inherit', 'pipe'],
    })
  kind('delete', 'cluster')
  kind('create', 'cluster', '--config', config, '--wait', '120s', ...(image ? ['--image', image] : []))
  process.env.KUBECONFIG = kubeconfig
  return () => {
    kind('delete', 'cluster')
    rmSync(folder, { recursive: true })
  }
}
