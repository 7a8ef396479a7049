/**
 * Runs one native mini program that somebody wrote, several times: with answers that say yes in the ways that servers do,
 * with none, under each run-time environment. What it asks for and its report lacks is printed.
 */
import { covers, joinHoles, withoutQuery, type Leaf, type Run } from './case'
import { execute } from './harness'
import type { Recording } from './platform'
import { report } from './static'
import { toTemplate } from './values'

const RUN_LIMIT = 20_000
/** A URL whose scheme and host the program knows. */
const WHOLE = /^\w+ (?:https?|wss?):\/\/(?!\{)/

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
  { response: answering(1), storage: STORAGE },
  { response: answering('0'), storage: STORAGE },
  { fail: true, storage: STORAGE },
  { envVersion: 'develop' },
  { envVersion: 'trial', response: answering('200') },
]

const [dir, platform = 'wechat'] = process.argv.slice(2)
const leaf: Leaf = {
  name: dir,
  dir,
  case: { entry: 'app.json', platform, expect: { urls: [] }, notes: 'a whole program' },
}
// What the program throws ends only what it ends on the platform.
process.on('uncaughtException', () => undefined)
process.on('unhandledRejection', () => undefined)

const asked = new Map<string, Recording>()
for (const run of RUNS) {
  const late = new Promise<Recording[]>((done) => setTimeout(() => done([]), RUN_LIMIT))
  const ran = execute(leaf, run, true).catch((error: unknown) => {
    process.stderr.write(`${dir}: ${String(error)}\n`)
    return []
  })
  for (const one of await Promise.race([ran, late])) {
    const key = `${one.category} ${toTemplate(one.url)}`
    if (!asked.has(key)) asked.set(key, one)
  }
}
const { calls } = await report(leaf).catch((error: unknown) => {
  process.stderr.write(`${dir}: ${String(error)}\n`)
  process.exit(2)
})
const told = calls.flatMap(({ category, urls }) => urls.map(({ url }) => `${category} ${joinHoles(url)}`))
const known = told.filter((one) => !/^\w+ \{\*\}/.test(one))
const whole = [...asked.keys()].filter((key) => WHOLE.test(key))
// A query that a wrapper makes of an object is no part of a URL in the report.
const missing = whole.filter((key) => !known.some((one) => covers(one, key) || covers(one, withoutQuery(key))))

const lines = [
  `${dir}: asks for ${asked.size} URLs, ${whole.length} of them with their host; the report lacks ${missing.length}`,
]
for (const key of missing) {
  const places = asked
    .get(key)!
    .stack.slice(0, 4)
    .map(({ file, line }) => `${file}:${line}`)
  lines.push(`  ${key.slice(0, 200)}  ${places.join(' < ')}`)
}
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(missing.length ? 1 : 0))
