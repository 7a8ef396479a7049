/**
 * Runs one native mini program that somebody wrote, several times: with answers that say yes in the ways that servers do,
 * with none, under each run-time environment. What it asks for and its report lacks is printed.
 */
import type { Leaf, Run } from './case'
import { compare, type Complaint } from './compare'
import { execute } from './harness'
import type { Recording } from './platform'
import { report } from './static'
import { isProgram } from './whole'

const RUN_LIMIT = 18_000

/** The fields by which servers say that all is well. */
const CODES = 'code errno errcode errCode error_code status ret retCode resultCode state'.split(' ')
const answering = (code: unknown): object => ({
  ...Object.fromEntries(CODES.map((name) => [name, code])),
  success: true,
  result: true,
})

/** What programs keep of a user who is logged in. */
const STORAGE = {
  ...Object.fromEntries(
    'token openid openId uid userId user_id session sessionKey access_token'.split(' ').map((x) => [x, '{kept}']),
  ),
  userInfo: { id: '{user}', openid: '{user}', token: '{kept}' },
  userinfo: { id: '{user}' },
  user: { id: '{user}' },
  isLogin: true,
}

const RUNS: Run[] = [
  {},
  { response: answering(0) },
  { response: answering(200), storage: STORAGE },
  { response: answering(1), kept: true },
  { response: answering('0'), storage: STORAGE },
  { fail: true, storage: STORAGE },
  { envVersion: 'develop', response: answering('success') },
  { envVersion: 'trial', response: answering('200') },
]

const given = process.argv.slice(2)
const [dir, platform = 'wechat'] = given.filter((one) => !one.startsWith('--'))
if (!isProgram(dir)) {
  process.stderr.write(
    `${dir}: no app.json, so no native program to run (for uni-app and Taro: their build's output)\n`,
  )
  process.exit(2)
}
const leaf: Leaf = {
  name: dir,
  dir,
  case: { entry: 'app.json', platform, expect: { urls: [] }, notes: 'a whole program' },
}
// What the program throws ends only what it ends on the platform.
process.on('uncaughtException', () => undefined)
process.on('unhandledRejection', () => undefined)

const recordings: Recording[] = []
for (const run of RUNS) {
  const late = new Promise<Recording[]>((done) => setTimeout(() => done([]), RUN_LIMIT))
  const ran = execute(leaf, run, true).catch((error: unknown) => {
    process.stderr.write(`${dir}: ${String(error)}\n`)
    return []
  })
  recordings.push(...(await Promise.race([ran, late])))
}
const { calls } = await report(leaf).catch((error: unknown) => {
  process.stderr.write(`${dir}: ${String(error)}\n`)
  process.exit(2)
})
const { asked, whole, complaints } = compare(recordings, calls)
const count = (kind: Complaint['kind']): number => complaints.filter((one) => one.kind === kind).length
const wrong = count('lacking') + count('untrue')

const lines = [
  `${dir}: asks for ${asked} URLs, ${whole} of them with their host; the report lacks ${count('lacking')}, is untrue about ${count('untrue')}, has a hole in ${count('coarse')} that hold nothing of run time`,
]
for (const { kind, category, url, stack, told } of complaints) {
  if (kind === 'coarse' && !given.includes('--coarse')) continue
  const places = stack.slice(0, 4).map(({ file, line }) => `${file}:${line}`)
  lines.push(`  ${kind}: ${category} ${url.slice(0, 200)}  ${places.join(' < ')}`)
  if (told) lines.push(`    told: ${told.slice(0, 4).join('  ').slice(0, 300)}`)
}
if (given.includes('--asked'))
  for (const one of new Set(recordings.map(({ category, url }) => `  ${category} ${url}`))) lines.push(one)
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(wrong ? 1 : 0))
