// Bundles a small program that uses the lab into a directory, so that a test can run it as another process, or as another user.
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const lab = join(import.meta.dirname, '../src/lab')

/** @param source may use raiseLab, takeDownLab, labStatus and execInLab. Gives the program's path. */
export async function bundleLabProgram(directory: string, source: string): Promise<string> {
  const imports = ['raise-lab', 'take-down-lab', 'lab-status', 'exec-in-lab'].map((file) => {
    const name = file.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    return `import { ${name} } from ${JSON.stringify(join(lab, `${file}.ts`))}`
  })
  const { outputFiles } = await build({
    stdin: { contents: [...imports, source].join('\n'), resolveDir: lab, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    write: false,
  })
  // As in dist/, what the lab's servers run lies beside it.
  await copyFile(join(lab, '../../dist/lab-process.js'), join(directory, 'lab-process.js'))
  const program = join(directory, 'program.mjs')
  await writeFile(program, outputFiles[0]?.text ?? '')
  return program
}
