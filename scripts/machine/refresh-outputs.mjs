// Puts a command's real output into a page, between `<!-- prints: fairlead … -->` and `<!-- end -->`.
import { spawnSync } from 'node:child_process'

const BLOCK = /<!-- prints: fairlead (.*) -->\n[\s\S]*?<!-- end -->/g

export function refreshOutputs(page) {
  return page.replaceAll(BLOCK, (_, words) => {
    const [line, from, to] = withRange(words)
    const { stdout, stderr } = spawnSync(process.execPath, ['dist/main.js', ...line.split(' ')], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
    })
    const lines = `${stdout}${stderr}`.trimEnd().split('\n').slice(from, to)
    return `<!-- prints: fairlead ${words} -->\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n<!-- end -->`
  })
}

/** `… | lines 3-20` shows a part. */
function withRange(words) {
  const range = /^(.*) \| lines (\d+)-(\d+)$/.exec(words)
  return range ? [range[1], Number(range[2]) - 1, Number(range[3])] : [words, 0, undefined]
}
