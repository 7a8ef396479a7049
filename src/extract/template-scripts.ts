import type * as t from '@babel/types'
import { parseScript } from './parse'
import type { ScriptPart } from './markup'

/**
 * Template scripts that stand in the template itself (`<wxs module="m">…</wxs>`), as statements of the file's program:
 * `const m = (function (module, exports) { …; return module.exports })({ exports: {} })`.
 * What can't be parsed is left out: its names are unknown then.
 */
export function templateScripts(code: string, scripts: readonly ScriptPart[]): t.Statement[] {
  const out: t.Statement[] = []
  for (const s of scripts) {
    if (!s.module || !/^[A-Za-z_$][\w$]*$/.test(s.module)) continue
    const { program } = parseScript(code.slice(s.start, s.end), s.lang, s.start)
    // Named exports and imports can't stand in a function.
    if (!program || program.body.some((x) => /^(?:Import|Export)/.test(x.type))) continue
    out.push(moduleStatement(s.module, program, s))
  }
  return out
}

function moduleStatement(name: string, program: t.Program, { start, end }: ScriptPart): t.Statement {
  const at = { start, end }
  const id = (text: string): t.Identifier => ({ type: 'Identifier', name: text, ...at }) as t.Identifier
  const exported = (): t.MemberExpression =>
    ({
      type: 'MemberExpression',
      object: id('module'),
      property: id('exports'),
      computed: false,
      ...at,
    }) as t.MemberExpression
  const declare = (what: string, init: t.Expression): t.Statement =>
    ({
      type: 'VariableDeclaration',
      kind: 'const',
      declarations: [{ type: 'VariableDeclarator', id: id(what), init, ...at }],
      ...at,
    }) as unknown as t.Statement
  const empty = { type: 'ObjectExpression', properties: [], ...at }
  const holder = {
    type: 'ObjectExpression',
    properties: [
      { type: 'ObjectProperty', key: id('exports'), value: empty, computed: false, shorthand: false, ...at },
    ],
    ...at,
  } as unknown as t.Expression
  const body = [
    declare('module', holder),
    ...program.body,
    { type: 'ReturnStatement', argument: exported(), ...at } as t.ReturnStatement,
  ]
  const fn = {
    type: 'FunctionExpression',
    id: null,
    params: [],
    generator: false,
    async: false,
    body: { type: 'BlockStatement', directives: [], body, ...at },
    ...at,
  } as unknown as t.FunctionExpression
  return declare(name, { type: 'CallExpression', callee: fn, arguments: [], ...at } as unknown as t.Expression)
}
