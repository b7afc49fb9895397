// Holds what every file of the project has in common: its opening sentence, its length, its name, its words.
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listSourceFiles, topFolder } from './source-files.ts'

const code = listSourceFiles(['src', 'test', 'scripts'], /\.(ts|mjs)$/)
const pages = listSourceFiles(['src', 'docs'], /\.md$/)

describe('every file', () => {
  it('opens with a sentence that says what it is for', () => {
    const opening = /^(#!.*\n)?(\/\/ .*\n)*\/\/ .*[.:]$/m
    const without = code.filter(({ text }) => text.search(opening) !== 0)
    expect(without.map(({ path }) => path)).toEqual([])
  })

  it('is at most 300 lines long', () => {
    const long = code.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    expect(long.filter(({ lines }) => lines > 300)).toEqual([])
  })

  it('has a name in kebab-case that says what is in it', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|shared|lib)[/.]|-(utils?|helpers?)\./
    // vitest looks for its settings under this name.
    const names = code.map(({ path }) => path).filter((path) => basename(path) !== 'vitest.config.ts')
    expect(names.filter((path) => vague.test(path))).toEqual([])
    expect(names.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|mjs)$/.test(basename(path)))).toEqual([])
  })

  it('leaves nothing for later and names no folder of one machine', () => {
    const words = [
      /\bT[O]DO\b/,
      /\bF[I]XME\b/,
      /\b(it|test|describe)\.only\(/,
      /(?<![\w.~}-])\/(root|home\/\w+|Users\/\w+|work)\//,
    ]
    const found = [...code, ...pages].flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (words.some((word) => word.test(line)) ? [`${path}:${index + 1} ${line}`] : [])),
    )
    expect(found).toEqual([])
  })
})

describe('package-lock.json', () => {
  it('holds no download address, so that any registry can serve it', () => {
    const lock = readFileSync(join(topFolder, 'package-lock.json'), 'utf8')
    expect(lock.split('\n').filter((line) => /"resolved": "https?:/.test(line))).toEqual([])
  })

  it('holds an integrity for every package that every machine installs', () => {
    const needed = Object.entries(lockedPackages()).filter(([place, { optional }]) => place !== '' && !optional)
    expect(needed.filter(([, { integrity }]) => !integrity).map(([place]) => place)).toEqual([])
  })

  it('names the packages of every platform, or npm ci refuses it', () => {
    const locked = lockedPackages()
    const missing = Object.entries(locked).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !locked[`node_modules/${name}`] && !locked[`${place}/node_modules/${name}`],
      ),
    )
    expect(missing).toEqual([])
  })
})

interface LockedPackage {
  readonly integrity?: string
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

function lockedPackages(): Record<string, LockedPackage> {
  return JSON.parse(readFileSync(join(topFolder, 'package-lock.json'), 'utf8')).packages
}
