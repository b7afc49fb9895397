// Makes a kind cluster before the tests of real clusters run, and takes it away afterwards. FAIRLEAD_TEST_CONTEXT names one to use
// instead; FAIRLEAD_TEST_PODS=vxlan gives one with a bridge and VXLAN for its pods, and kube-proxy's nftables mode.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = 'fairlead-proof'

const vxlan = 'networking: { disableDefaultCNI: true, kubeProxyMode: nftables }\n'

/** Two nodes; kubeconfig in KUBECONFIG for all that the tests start. */
export default function makeCluster(): () => void {
  if (process.env.FAIRLEAD_TEST_CONTEXT) return () => {}
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-cluster-'))
  const kubeconfig = join(folder, 'kubeconfig')
  const config = join(folder, 'cluster.yaml')
  const withVxlan = process.env.FAIRLEAD_TEST_PODS === 'vxlan'
  writeFileSync(
    config,
    `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{ role: control-plane }, { role: worker }]\n${withVxlan ? vxlan : ''}`,
  )
  const image = process.env.FAIRLEAD_NODE_IMAGE
  const kind = (...argv: string[]) =>
    execFileSync('kind', [...argv, '--name', NAME, '--kubeconfig', kubeconfig], {
      stdio: ['ignore', 'inherit', 'pipe'],
    })
  kind('delete', 'cluster')
  // Without a pod network no node is ever ready.
  const wait = withVxlan ? [] : ['--wait', '120s']
  kind('create', 'cluster', '--config', config, ...wait, ...(image ? ['--image', image] : []))
  process.env.KUBECONFIG = kubeconfig
  // Some tests are another user.
  chmodSync(folder, 0o755)
  chmodSync(kubeconfig, 0o644)
  if (withVxlan) {
    const manifest = execFileSync('docker', ['exec', `${NAME}-control-plane`, 'cat', '/kind/manifests/vxlan-cni.yaml'])
    execFileSync('kubectl', ['apply', '-f', '-'], { input: manifest })
  }
  return () => {
    kind('delete', 'cluster')
    rmSync(folder, { recursive: true })
  }
}
