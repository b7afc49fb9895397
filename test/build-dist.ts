// Builds the command before tests that run it from outside.
import { execFileSync } from 'node:child_process'

export default function buildDist(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
}
