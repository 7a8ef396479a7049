// The baseline process: reads every script of a folder and parses it with @babel/parser, and nothing else.
import { createRequire } from 'node:module'
import { scriptFiles, scriptsOf, parserOptions } from './scripts.mjs'

// The fastest way to load it: by `import`, Node would scan its text for exports first (100 ms).
const { parse } = createRequire(import.meta.url)('@babel/parser')

let failed = 0
for (const path of scriptFiles(process.argv[2])) {
  for (const { file, code } of scriptsOf(path)) {
    try {
      parse(code, parserOptions(file))
    } catch {
      failed++
    }
  }
}
if (failed > 0) process.stderr.write(`${failed} scripts could not be parsed\n`)
