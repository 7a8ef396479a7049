import type { DomainSet } from '../check/types'
import {
  LOCK_NAME,
  lockSelection,
  parseLock,
  placeInLock,
  selectFrom,
  type LockedApp,
  type LockProblem,
  type LockSelection,
} from '../console/lock'
import type { Options } from '../options'
import { nearest } from '../platforms'
import type { ListedCategory } from '../platforms/types'
import type { Lang } from '../report/types'
import type { Place } from '../url/place'
import { setsOf } from './domains'
import { ConfigError, type ConfigProblem } from './error'
import { relativePath, type ProjectFiles } from './files'
import type { Words } from './lang'
import { findUpwards } from './project'

/** The domain sets that stand in the lock file. */
export interface LockedSets {
  /** The set that a value of the option `domains` stands for; the value itself where it is no reference to the lock file. */
  resolve(value: unknown): DomainSet | false | null
  /** What the console has and such a value leaves out; null for other values. */
  leftOutOf(value: unknown): DomainSet | null
  /** Where an entry that such a value took stands in the lock file, or null. */
  placeOf(value: unknown, category: ListedCategory, entry: string): Place | null
  /** The lock file, relative to the root, for reports; null where no set comes from it. */
  file: string | null
}

/** What {@link lockedSets} needs to know. */
export interface LockInput {
  files: ProjectFiles
  root: string
  domains: Options['domains']
  /** The appid of the project's own files. */
  appid: string | null
  /** Our name of the platform. */
  platform: string
  /** What set the option, for messages. */
  from: string
  lang: Lang
  /** True for the command that writes the file: without it, sets from it are simply not known. */
  optional?: boolean
}

const PROBLEMS: Readonly<Record<LockProblem, Words>> = {
  json: { en: 'is no JSON (a merge conflict?)', zh: '不是合法 JSON（是否有合并冲突？）' },
  version: { en: 'was written by another version of this tool', zh: '由本工具的其他版本写成' },
  shape: { en: 'does not have the form of a lock file', zh: '不是锁文件的格式' },
}

/** Reads the lock file where a set of the option `domains` refers to it, and takes every set from it. */
export function lockedSets(input: LockInput): LockedSets {
  const references = setsOf(input.domains).flatMap(({ key, value }) => {
    const selection = lockSelection(value)
    return selection ? [{ key, value, selection }] : []
  })
  const plain = (value: unknown) => (lockSelection(value) ? null : (value as DomainSet | false | null))
  if (references.length === 0) return { resolve: plain, leftOutOf: () => null, placeOf: () => null, file: null }
  const path = findUpwards(input.files, input.root, [LOCK_NAME])
  const text = path === null ? null : input.files.read(path)
  const problems: ConfigProblem[] = []
  const sets = new Map<unknown, { set: DomainSet; leftOut: DomainSet; appid: string }>()
  for (const { key, value, selection } of references) {
    const add = (text: Words, help: Words) => problems.push({ key, from: input.from, text, help })
    const found = lookUp(text, selection, input)
    if ('problem' in found) add(found.problem, found.help)
    else {
      const { set, leftOut, unmatched } = selectFrom(found.app, selection)
      sets.set(value, { set, leftOut, appid: found.appid })
      for (const item of unmatched) add(...noHit(item, found))
    }
  }
  if (input.optional) return { resolve: plain, leftOutOf: () => null, placeOf: () => null, file: null }
  if (problems.length > 0) throw new ConfigError(problems, input.lang)
  return {
    resolve: (value) => sets.get(value)?.set ?? plain(value),
    leftOutOf: (value) => sets.get(value)?.leftOut ?? null,
    placeOf(value, category, entry) {
      const own = sets.get(value)
      if (!own || path === null || text === null) return null
      const before = text.slice(0, placeInLock(text, own.appid, category, entry)).split('\n')
      return { file: path, line: before.length, column: before.at(-1)!.length + 1 }
    },
    file: path === null ? null : relativePath(input.root, path),
  }
}

type Found = { app: LockedApp; appid: string } | { problem: Words; help: Words }

/** The lists that a selection means, or why there are none. */
function lookUp(text: string | null, selection: LockSelection, { appid: own, platform }: LockInput): Found {
  const appid = selection.appid ?? own
  const pull = appid === null ? 'mp-domains pull' : `mp-domains pull --appid ${appid}`
  const again: Words = {
    en: `write it with \`${pull}\``,
    zh: `请运行 \`${pull}\` 写入`,
  }
  if (text === null)
    return {
      problem: { en: `needs ${LOCK_NAME}, which is not there`, zh: `需要 ${LOCK_NAME}，但没有找到` },
      help: again,
    }
  const lock = parseLock(text)
  if ('problem' in lock) {
    const { en, zh } = PROBLEMS[lock.problem]
    return { problem: { en: `needs ${LOCK_NAME}, which ${en}`, zh: `需要 ${LOCK_NAME}，但该文件${zh}` }, help: again }
  }
  const known = Object.keys(lock.appids)
  if (appid === null)
    return {
      problem: { en: 'names no appid, and the project’s files name none', zh: '未指明 appid，项目文件中也没有' },
      help: {
        en: `fromLock({ appid }); in the file: ${known.join(', ')}`,
        zh: `请写 fromLock({ appid })；文件中有：${known.join('、')}`,
      },
    }
  const app = Object.hasOwn(lock.appids, appid) ? lock.appids[appid]! : null
  if (!app) {
    const near = nearest(appid, known)
    return {
      problem: {
        en: `wants the lists of ${appid}, which ${LOCK_NAME} does not have`,
        zh: `引用了 ${appid} 的名单，但 ${LOCK_NAME} 中没有`,
      },
      help: near
        ? { en: `did you mean '${near}'? Else: ${again.en}`, zh: `是否想写「${near}」？否则${again.zh}` }
        : again,
    }
  }
  // A mini game has the console of mini programs.
  const family = (name: string) => name.replace(/-game$/, '')
  if (family(app.platform) !== family(platform))
    return {
      problem: {
        en: `wants the lists of ${appid}, which is of ${app.platform}; this build is for ${platform}`,
        zh: `引用了 ${appid} 的名单，它属于 ${app.platform}，而当前平台是 ${platform}`,
      },
      help: {
        en: 'make the configuration a function of `platform`, or leave `appid` out so that it is the project’s own',
        zh: '请让配置按 `platform` 返回，或省略 `appid` 以使用项目自己的',
      },
    }
  return { app, appid }
}

/** The complaint about an item of `only` or `except` that hits nothing: a slip there lets a host through, or keeps one out. */
function noHit(item: string, { app, appid }: { app: LockedApp; appid: string }): [Words, Words] {
  const near = nearest(item, [...new Set(Object.values(app.domains).flat())])
  return [
    {
      en: `names '${item}', which is in none of the lists of ${appid}`,
      zh: `写了「${item}」，但 ${appid} 的名单中没有`,
    },
    near
      ? { en: `did you mean '${near}'?`, zh: `是否想写「${near}」？` }
      : { en: 'take it out, or pull the lists again', zh: '请删去，或重新拉取名单' },
  ]
}
