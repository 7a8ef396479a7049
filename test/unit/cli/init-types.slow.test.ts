import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root as project } from '../../support/source'
import { mpDomains } from './run'
import { makeTree } from './tree'

const NATIVE = {
  'project.config.json': '{}',
  'app.json': '{}',
  'app.js': "wx.request({ url: 'http://127.0.0.1:3000/x' })\nwx.request({ url: 'http://192.168.1.5/x' })\n",
}

/** Type errors of files against the sources of this package, each as `name: text`. */
function typeErrors(files: readonly string[]): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(project, 'node_modules/@types')],
    paths: { 'unplugin-mp-domains': [join(project, 'src/index.ts')] },
  }
  const program = ts.createProgram([...files], options)
  return files.flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  )
}

describe('the configuration that init writes', () => {
  it('is typed, in every form', async () => {
    const forms: [form: string, files: Record<string, string>][] = [
      ['ts', { 'tsconfig.json': '{}', 'package.json': '{ "devDependencies": { "unplugin-mp-domains": "1" } }' }],
      ['ts', { 'tsconfig.json': '{}' }],
      ['mjs', {}],
      ['mjs', { 'package.json': '{ "devDependencies": { "unplugin-mp-domains": "1" } }' }],
      ['js', { 'mp-domains.config.js': '' }],
      ['js', { 'mp-domains.config.js': '', 'package.json': '{ "type": "module" }' }],
    ]
    const files: string[] = []
    for (const [form, own] of forms) {
      const root = makeTree({ ...NATIVE, ...own })
      await mpDomains(root, ['init', '--yes', '--force', '--map', 'http://127.0.0.1:3000=https://api.example.com'])
      files.push(join(root, `mp-domains.config.${form}`))
    }
    expect(typeErrors(files)).toEqual([])
    // They do check: a value of another type is told in each.
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      expect(text).toContain('hostMap:')
      writeFileSync(file, text.replace('hostMap: {', 'hostMap: 5, failOn: {'))
    }
    const complaints = typeErrors(files)
    expect(files.filter((file) => !complaints.some((complaint) => complaint.startsWith(file)))).toEqual([])
  }, 300_000)
})
