// The part of the node script that finds the pods of a node by the records of its container runtime.

/** Configurations hold the environment of containers, passwords too: only what tells a pod's namespace and files leaves the node. In
 *  OCI configurations each pair of braces gets a line of its own, and of these come whole: the mounts of /etc/resolv.conf and
 *  /etc/hosts, the network namespace; and of the annotations some. A quote inside a text is never without a backslash before it, so
 *  that no text can pass for a field. Sources: containerd pkg/cri/annotations/annotations.go, cri-o internal/annotations/annotations.go
 *  and server/sandbox_run_linux.go (a pod's uid is in a text of JSON there). */
const WANTED = [
  '"ociVersion" *: *"[^"]*"',
  String.raw`.*"destination" *: *"/etc/(hosts|resolv\.conf)".*`,
  '.*"type" *: *"network".*',
  String.raw`"io\.kubernetes\.cri\.(container-type|sandbox-(id|name|namespace|uid))" *: *"[^"\\]*"`,
  String.raw`"io\.kubernetes\.cri-o\.(ContainerType|SandboxID|KubeName|Namespace)" *: *"[^"\\]*"`,
  String.raw`\\"io\.kubernetes\.pod\.uid\\" *: *\\"[^"\\]*`,
].join('|')

/** The same of Docker's containers, for cri-dockerd. Source: cri-dockerd core/labels.go, libdocker/helpers.go. */
const DOCKER_FORMAT = [
  '"ociVersion":"docker"',
  ...['container-type":"sandbox"', 'sandbox-id":{{json .Id}}'].map((text) => `"io.kubernetes.cri.${text}`),
  ...['name', 'namespace', 'uid'].map(
    (part) => `"io.kubernetes.cri.sandbox-${part}":{{json (index .Config.Labels "io.kubernetes.pod.${part}")}}`,
  ),
  '{{if ne .HostConfig.NetworkMode "host"}}"type":"network","path":{{json .NetworkSettings.SandboxKey}}{{end}}',
  '"destination":"/etc/resolv.conf","source":{{json .ResolvConfPath}}',
  '"destination":"/etc/hosts","source":"/var/lib/kubelet/pods/{{index .Config.Labels "io.kubernetes.pod.uid"}}/etc-hosts"',
].join('\n')

/** Leaves the records in $records and the name of the runtime in $runtime; changes the arguments. Records of what has ended are left
 *  out: of containerd, whose folders hold init.pid, and of CRI-O, whose pods may have no process of their own. */
export const RECORDS_SCRIPT = `
runtime=
is_alive() {
  pid=
  { read -r pid <"$1"; } 2>/dev/null
  if [ -z "$pid" ]; then return "$2"; fi
  [ -d "/proc/$pid" ]
}
set --
for folder in /run/containerd /run/k3s/containerd; do
  for one in "$folder"/io.containerd.runtime.v2.task/k8s.io/*; do
    if [ -f "$one/config.json" ] && is_alive "$one/init.pid" 1; then
      set -- "$@" "$one/config.json"
      runtime=containerd
    fi
  done
done
for one in /run/containers/storage/*-containers/*/userdata; do
  if [ -f "$one/config.json" ] && is_alive "$one/pidfile" 0; then
    set -- "$@" "$one/config.json"
    runtime=\${runtime:-cri-o}
  fi
done
if [ $# != 0 ]; then
  records=$(cat "$@" 2>/dev/null | tr -d '\\n' | tr '{}' '\\n\\n' | grep -Eo ${quoted(WANTED)})
elif [ -S /var/run/docker.sock ] && command -v docker >/dev/null; then
  runtime=docker
  records=$(docker ps --quiet --no-trunc --filter label=io.kubernetes.docker.type=podsandbox 2>/dev/null |
    xargs docker inspect --format ${quoted(DOCKER_FORMAT)} 2>/dev/null)
fi
`

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
