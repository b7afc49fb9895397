// `npm run new-rule NAME`: makes a rule's folder, its fault and its line in the index; its test fails until it is filled in.
import { addRule } from './machine/add-rule.mjs'

const { status, text } = addRule({ name: process.argv[2], root: process.cwd() })
if (status === 0) console.log(text)
else console.error(text)
process.exitCode = status
