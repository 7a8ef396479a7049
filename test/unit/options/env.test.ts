import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadEnv } from 'vite'
import { loadEnv as loadEnv5 } from 'vite5'
import { loadEnv as loadEnv6 } from 'vite6'
import { loadEnv as loadEnv7 } from 'vite7'
import { exposed, readEnvFiles } from '../../../src/options/env'
import { parseEnvFile } from '../../../src/options/env-file'
import { memoryFiles } from './memory-files'

const base = mkdtempSync(join(tmpdir(), 'mp-domains-env-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

/** What a `.env` file gives, here and by every Vite. */
function ours(files: Record<string, string>, mode: string, shell: Record<string, string> = {}, prefixes = ['VITE_']) {
  const tree = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]))
  const values = exposed(readEnvFiles(memoryFiles(tree), '/p', mode, shell), shell, prefixes)
  return Object.fromEntries([...values].map(([name, { value }]) => [name, value]))
}

let folders = 0
function vites(files: Record<string, string>, mode: string, shell: Record<string, string> = {}, prefixes = ['VITE_']) {
  const directory = join(base, String(folders++))
  mkdirSync(directory)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  const before = { ...process.env }
  Object.assign(process.env, shell)
  try {
    return [loadEnv, loadEnv7, loadEnv6, loadEnv5].map((load) => load(mode, directory, prefixes))
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

/** Inputs on which all four Vites agree. */
const AGREED = [
  'VITE_A=1',
  'VITE_A=1 # comment',
  'VITE_A="x # y" # comment',
  "VITE_A='x # y'",
  'VITE_A=`x # y`',
  'VITE_A=a#b',
  'VITE_A=http://127.0.0.1:3000/#/x',
  'export VITE_A=1',
  'VITE_A="a\\nb"',
  "VITE_A='a\\nb'",
  'VITE_A="line 1\nline 2"\nVITE_B=2',
  "VITE_A='line 1\nline 2'\nVITE_B=2",
  'VITE_A=x"y"',
  'VITE_A=',
  'VITE_A= \nVITE_B=2',
  'VITE_A=\n\nVITE_B=1',
  'VITE_A="unterminated\nVITE_B=2',
  '  VITE_A = b  \n  VITE_B = c',
  'VITE_A=b\r\nVITE_B=c\r\n',
  'VITE_A=a=b',
  '# VITE_A=1\nVITE_B=2',
  'VITE_A',
  '=x',
  'VITE_A="x"#c',
  "VITE_A='x' # it's",
  'VITE_A=x\\#y',
  'VITE_A="" ',
  'VITE_A=1\nVITE_A=2\nVITE_A=3',
  'VITE_A=“x”',
  'VITE_A==1',
  'VITE_A:b',
  "VITE_A='x'\nVITE_B='y'",
  'VITE_A={"json":"x"}',
  'VITE_A=中文 # 注释',
  'HOST=https://a.example.com\nVITE_A=$HOST/v1\nVITE_B=${HOST}/v2',
  'VITE_A=${LATER}/x\nLATER=https://later.example.com',
  'VITE_A=${NOWHERE}/x',
  'VITE_A=${NOWHERE:-https://fallback.example.com}/x',
  'VITE_A=\\$HOST\nHOST=1',
  'VITE_A="${HOST}"\nHOST=x',
  'A=1\nB=$A$A\nC=$B$B\nVITE_A=$C',
  'VITE_A=pa$$word',
  'VITE_A=$',
  'VITE_A=100%',
]

describe('.env files', () => {
  it.each(AGREED)('reads %j as every Vite does', (text) => {
    for (const expected of vites({ '.env': text }, 'production'))
      expect(ours({ '.env': text }, 'production')).toEqual(expected)
  })

  it.each([
    'VITE_A: b',
    "VITE_A='it\\'s'",
    'VITE_A="say \\"hi\\""',
    'VITE_A="x" y',
    'export  VITE_A = "1"',
    'VITE_A=\t"x"\t',
    'VITE_A="x"y"z"',
    'VITE_A=x\n y\nVITE_B=1',
    'VITE_A=\n"x"',
    '\tVITE_A\t=\tc',
  ])('reads %j as dotenv does, which Vite 8 does not use any more', (text) => {
    expect(ours({ '.env': text }, 'production')).toEqual(vites({ '.env': text }, 'production')[1])
  })

  it('puts the mode over the base, local files over both, and the shell over all', () => {
    const files = {
      '.env': 'VITE_A=base\nVITE_B=base\nVITE_C=base\nVITE_D=base\nVITE_E=base\nSECRET=base',
      '.env.local': 'VITE_B=local\nVITE_C=local\nVITE_D=local\nVITE_E=local',
      '.env.test': 'VITE_C=test\nVITE_D=test\nVITE_E=test',
      '.env.test.local': 'VITE_D=test local\nVITE_E=test local',
      '.env.production': 'VITE_A=production',
    }
    const shell = { VITE_E: 'shell', VITE_F: 'shell only', MP_TEST_SECRET: 'x' }
    const expected = {
      VITE_A: 'base',
      VITE_B: 'local',
      VITE_C: 'test',
      VITE_D: 'test local',
      VITE_E: 'shell',
      VITE_F: 'shell only',
    }
    expect(ours(files, 'test', shell)).toEqual(expected)
    for (const theirs of vites(files, 'test', shell)) expect(theirs).toEqual(expected)
  })

  it('takes a value of the shell into references, as Vite does', () => {
    const files = {
      '.env': 'MP_TEST_HOST=https://file.example.com\nVITE_A=${MP_TEST_HOST}/v1\nVITE_B=$MP_TEST_ONLY/v1',
    }
    const shell = { MP_TEST_HOST: 'https://shell.example.com', MP_TEST_ONLY: 'https://only.example.com' }
    for (const theirs of vites(files, 'production', shell)) expect(ours(files, 'production', shell)).toEqual(theirs)
  })

  it('shows what the prefixes let through, and never everything', () => {
    const files = { '.env': 'APP_A=1\nVITE_A=2\nOTHER=3' }
    expect(ours(files, 'production', {}, ['APP_', 'VITE_'])).toEqual({ APP_A: '1', VITE_A: '2' })
    expect(ours(files, 'production', { SECRET: 'x' }, [''])).toEqual({})
  })

  it('ends where references go round', () => {
    expect(ours({ '.env': 'VITE_A=$VITE_A' }, 'production')).toEqual({ VITE_A: expect.any(String) })
    expect(ours({ '.env': 'VITE_A=x$VITE_B\nVITE_B=y$VITE_A' }, 'production')).toHaveProperty('VITE_A')
  })
})

describe('places of values', () => {
  const places = (text: string) => parseEnvFile(text).map(({ name, line, column }) => `${name} ${line}:${column}`)

  it('points behind the quote', () => {
    expect(places('A=1\n  B = "two"\nC=\nexport D=\'x\'\n')).toEqual(['A 1:3', 'B 2:8', 'C 3:3', 'D 4:11'])
  })

  it('counts lines over multi-line values, comments and CRLF', () => {
    expect(places('# c\r\nA="1\r\n2"\r\n\r\nB=3 # x\r\nC=4')).toEqual(['A 2:4', 'B 5:3', 'C 6:3'])
  })

  it('gives the place of the variable that a value starts with', () => {
    const files = memoryFiles({
      '/p/.env': 'HOST=https://a.example.com\nVITE_A=${HOST}/v1\nVITE_B=x$HOST',
      '/p/.env.test': '\nHOST="http://10.0.0.1"',
    })
    const values = readEnvFiles(files, '/p', 'test', {})
    expect(values.get('VITE_A')).toEqual({
      value: 'http://10.0.0.1/v1',
      place: { file: '/p/.env.test', line: 2, column: 7 },
    })
    expect(values.get('VITE_B')?.place).toEqual({ file: '/p/.env', line: 3, column: 8 })
  })

  it('has no place for what the shell says', () => {
    const values = readEnvFiles(memoryFiles({ '/p/.env': 'VITE_A=1' }), '/p', 'x', { VITE_A: '2' })
    expect(values.get('VITE_A')).toEqual({ value: '2', place: null })
  })

  it('reads a large file in linear time', () => {
    const start = performance.now()
    expect(parseEnvFile('A="x\n'.repeat(50_000)).length).toBeGreaterThan(0)
    expect(parseEnvFile(`${'\n'.repeat(200_000)}A=1`)).toHaveLength(1)
    expect(parseEnvFile('A'.repeat(500_000))).toHaveLength(0)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
