// Says plainly that this Node is too old, before anything newer is loaded; kept in syntax that old Nodes can read.
export function requireNode() {
  const parts = process.versions.node.split('.').map(Number)
  const [major, minor] = parts
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Fairlead needs Node 20.19 or newer; this is Node ${process.versions.node} (${process.execPath}).`)
  console.error('Newer ones: https://nodejs.org/en/download')
  process.exit(3)
}
