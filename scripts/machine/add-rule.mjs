// Makes a new rule: its folder, a fault of the practice network, and their lines in the two indexes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { casesOf, faultOf, pageOf, ruleOf, testOf } from './rule-skeleton.mjs'

const RULES = 'src/rules/index.ts'
const FAULTS = 'src/lab/faults/all.ts'

/** `root` is the top of the clone. Gives the exit status and what to say. */
export function addRule({ name, root }) {
  if (!name) return { status: 2, text: 'Say the name of the rule: npm run new-rule port-not-published' }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name)) {
    const why =
      'it is a folder, a page and what users see: at least two small words with hyphens, such as port-not-published'
    return { status: 2, text: `${JSON.stringify(name)} cannot be the name of a rule: ${why}.` }
  }
  const folder = `src/rules/${name}`
  if (existsSync(join(root, folder))) return { status: 2, text: `${folder} is there already.` }
  const files = {
    [`${folder}/rule.ts`]: ruleOf(name),
    [`${folder}/README.md`]: pageOf(name),
    [`${folder}/rule.test.ts`]: testOf(name),
    ...casesOf(name, folder),
  }
  const fault = `src/lab/faults/${name}.ts`
  const hasFault = existsSync(join(root, fault))
  if (!hasFault) files[fault] = faultOf(name)
  mkdirSync(join(root, folder, 'cases'), { recursive: true })
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text)
  const identifier = name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())
  change(root, RULES, (text) => addToIndex(text, name, identifier))
  if (!hasFault)
    change(root, FAULTS, (text) =>
      addSorted(text, /^export \{ fault as/, `export { fault as ${identifier} } from './${name}.ts'`),
    )
  return { status: 0, text: nextSteps(name, Object.keys(files)) }
}

function addToIndex(text, name, identifier) {
  const imported = addSorted(text, /^import \{ rule as/, `import { rule as ${identifier} } from './${name}/rule.ts'`)
  // The last rules speak of what no other has explained.
  const last = '\n  modelAndMeasurementDisagree,'
  if (!imported.includes(last)) throw new Error(`${RULES} has no line ${last.trim()}`)
  return imported.replace(last, `\n  ${identifier},${last}`)
}

/** Among the lines of its kind, by the path that each imports. */
function addSorted(text, kind, line) {
  const pathOf = (other) => /from '(.*)'/.exec(other)?.[1] ?? ''
  const lines = text.split('\n')
  const alike = lines.flatMap((other, index) => (kind.test(other) ? [index] : []))
  const before = alike.find((index) => pathOf(lines[index]) > pathOf(line))
  lines.splice(before ?? (alike.at(-1) ?? -1) + 1, 0, line)
  return lines.join('\n')
}

function change(root, path, rewrite) {
  writeFileSync(join(root, path), rewrite(readFileSync(join(root, path), 'utf8')))
}

function nextSteps(name, paths) {
  return [
    ...paths.map((path) => `  ${path}`),
    `  ${RULES} and ${FAULTS} name them; move the rule's line to its stage.`,
    '',
    'Its tests fail until it is filled in. Begin with the fault, then look at what it does:',
    `  npx fairlead lab up && npx fairlead lab break ${name} && npx fairlead trace netns/shop/web db`,
    `  npx vitest run --no-isolate src/rules/${name} test/rules test/structure`,
  ].join('\n')
}
