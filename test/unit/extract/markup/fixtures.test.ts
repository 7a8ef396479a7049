import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { partsShown, scopeShown, shown, split } from './parts'

const folder = fileURLToPath(new URL('../../../../fixtures/markup/', import.meta.url))
const files = readdirSync(folder).filter((file) => !file.endsWith('.txt') && !file.endsWith('.json'))

/** All that is found, one thing a line with its place, so that a person can compare it with the file. */
function listing(file: string, code: string): string {
  const parts = split(file, code)
  const lines: [number, string][] = []
  const place = (at: number): string => {
    const before = code.slice(0, at).split('\n')
    return `${before.length}:${before[before.length - 1].length + 1}`
  }
  const add = (at: number, text: string): void => void lines.push([at, `${place(at)} ${text}`])
  for (const attribute of parts.attributes) {
    const extra = [
      ...scopeShown(attribute.scope),
      attribute.template && `template ${attribute.template}`,
      attribute.mode,
    ]
    add(
      attribute.start,
      `${shown(attribute)} at ${place(attribute.value.start)} [${extra.filter(Boolean).join(' | ')}]`,
    )
  }
  for (const text of parts.texts) add(text.start, `text ${JSON.stringify(partsShown(text.parts))}`)
  for (const url of parts.styleUrls) add(url.start, `style ${url.place} ${url.text}`)
  for (const comment of parts.comments) add(comment.start, `comment ${JSON.stringify(comment.text)}`)
  for (const { start, end, ...script } of parts.scripts) {
    add(start, `script ${JSON.stringify(script)} ${JSON.stringify(code.slice(start, end))}`)
  }
  for (const reference of parts.references) {
    add(reference.start, `reference ${reference.kind} ${reference.src} ${reference.module ?? ''}`)
  }
  for (const literal of parts.literals)
    add(literal.start, `literal ${literal.kind} ${literal.quote || '-'} ${JSON.stringify(literal.text)}`)
  for (const error of parts.errors) add(error.start, `error ${error.message}`)
  return `${lines
    .sort((a, b) => a[0] - b[0])
    .map(([, line]) => line.trimEnd())
    .join('\n')}\n`
}

describe('fixtures', () => {
  it.each(files)('%s', async (file) => {
    const code = readFileSync(folder + file, 'utf8')
    await expect(listing(file, code)).toMatchFileSnapshot(`${folder}${file}.txt`)
  })

  it.each(files)('%s with CRLF and a byte order mark says the same', (file) => {
    const plain = readFileSync(folder + file, 'utf8')
    const one = split(file, plain)
    const other = split(file, `\ufeff${plain.replaceAll('\n', '\r\n')}`)
    const strip = (text: string): string => text.replaceAll('\r', '')
    expect(other.attributes.map((attribute) => strip(shown(attribute)))).toEqual(one.attributes.map(shown))
    expect(other.literals.map((literal) => strip(literal.text))).toEqual(one.literals.map((literal) => literal.text))
    expect(other.comments.map((comment) => strip(comment.text))).toEqual(one.comments.map((comment) => comment.text))
    expect(other.scripts).toHaveLength(one.scripts.length)
    expect(other.errors.map((error) => error.message)).toEqual(one.errors.map((error) => error.message))
  })
})
