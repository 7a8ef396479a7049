import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Example } from './example'
import { install } from './install'
import { Project, SDK } from './project'
import { DEV_HOSTS, WITHOUT_MAP, WITH_MAP } from './shop'
import { build, errorsOf, places } from './suite'

/** A file that is copied as it is, also where scripts are minified. */
const NOTES = '\ufeff接口：http://127.0.0.1:5000/notes\r\n完\r\n'

const STOCK = "export const stock = () => wx.request({ url: 'http://127.0.0.1:3000/stock' })\n"

/**
 * Item 8: a folder with spaces and Chinese in its name, packages as pnpm and workspaces link them, files with a byte order
 * mark and Windows' line ends.
 * @param entry a script of the program, to which a call is added
 * @param copied a folder that is copied into the output
 * @param folder the project's folder
 * @param beside all examples that are installed together, where it is not alone
 */
export function describeLayout(
  example: Example,
  {
    entry,
    copied,
    flags,
    folder = '商城 app (1)',
    beside = [],
  }: { entry: string; copied: string; flags?: readonly string[]; folder?: string; beside?: readonly Example[] },
): void {
  describe(`${example.config} of ${example.name}, in a project that is laid out in another way`, () => {
    let other: Project
    const target = example.builds[0]!
    const notes = `${copied}/notes.txt`

    beforeAll(async () => {
      const names = beside.length > 0 ? beside.map(({ name }) => name) : [example.name]
      other = Project.create(example.name, await install(example.toolchain, names, flags), folder)
      const home = dirname(other.root)
      const sdk = join(home, 'node_modules/.pnpm/shop-sdk@1.0.0/node_modules/shop-sdk')
      cpSync(SDK, sdk, { recursive: true })
      link(sdk, join(home, 'node_modules/shop-sdk'))
      const stock = join(home, 'packages/stock')
      mkdirSync(stock, { recursive: true })
      writeFileSync(join(stock, 'package.json'), '{ "name": "@shop/stock", "version": "1.0.0", "main": "index.js" }')
      writeFileSync(join(stock, 'index.js'), STOCK)
      link(stock, join(home, 'node_modules/@shop/stock'))
      other.write(entry, `import { stock } from '@shop/stock'\nstock()\n${other.read(entry)}`)
      other.write(example.hostFile, `\ufeff${other.read(example.hostFile).replaceAll('\n', '\r\n')}`)
      other.write(notes, NOTES)
    }, 600_000)

    it('tells every place, and packages by their names', async () => {
      other.configure(WITHOUT_MAP)
      const { code, output } = await build(other, target)
      expect(code, output).not.toBe(0)
      const more = places(other, [
        ['loopback-host', '../packages/stock/index.js', "'http://127.0.0.1:3000"],
        ['dev-host-left', notes, 'http://127.0.0.1:5000'],
      ])
      expect(errorsOf(other.report())).toEqual([...places(other, target.findings), ...more].sort())
      const warnings = other.report().findings.filter(({ severity }) => severity === 'warn')
      expect(warnings).toMatchObject([
        { code: 'domain-not-listed', url: 'https://log.sdk.example.org/events', package: 'shop-sdk' },
      ])
      expect(output).toContain('shop-sdk')
    })

    it('is rewritten like any other, byte order mark and line ends kept; a package is left out by its path', async () => {
      other.configure({ ...WITH_MAP, ignores: [], exclude: ['**/node_modules/**/shop-sdk/**'] })
      const { code, output } = await build(other, target)
      expect(code, output).toBe(0)
      expect(other.report().findings.filter(({ severity }) => severity !== 'info')).toEqual([])
      const files = other.files(target.output)
      const all = [...files].filter(([name]) => !name.endsWith('.map')).map(([, text]) => text)
      expect(all.join('\n')).not.toMatch(DEV_HOSTS)
      expect(all.join('\n')).toContain('https://api.shop.example.com/stock')
      expect(all.join('\n')).toContain('https://log.sdk.example.org')
      const [, bytes] = [...files].find(([name]) => name.endsWith('notes.txt'))!
      const expected = NOTES.replace('http://127.0.0.1:5000', 'https://api.shop.example.com')
      expect(Buffer.from(bytes, 'latin1').toString('utf8')).toBe(expected)
    })
  })
}

function link(target: string, path: string): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}
