import type { Span } from '../../url/place'
import { emptyParts } from './collect'
import { readComponent, type Block } from './component'
import { Finder } from './finder'
import { extensionOf } from './kinds'
import { textOf } from './template'

const SELECTED = /<(?:template|script|style)\s[^<>]{0,300}?\b(?:mode|env)\s*=/i

/**
 * The blocks of an mpx component that are not for a platform, ascending: of templates, scripts and configurations one of
 * each is taken, the one with the platform's `mode` before the one without, and the last where there are several; of
 * styles all that are for it. `env` comes before either, and which one is built is not known here: such blocks stay,
 * beside the one that is taken without. `parseComponent` in lib/template-compiler/compiler.js of
 * pkg:npm/@mpxjs/webpack-plugin@2.10.20; https://mpxjs.cn/guide/cross-platform/conditional.html
 * @param mode mpx's own name of the platform (`wx`, `ali`)
 */
export function otherBlocks(id: string, code: string, mode: string): Span[] {
  if (extensionOf(id) !== 'mpx' || !SELECTED.test(code)) return []
  const blocks: Selected[] = []
  const onBlock = (block: Block): unknown => blocks.push(selectedBy(code, block, mode))
  const from = code.charCodeAt(0) === 0xfeff ? 1 : 0
  readComponent(new Finder(code), emptyParts(), from, { flavour: 'mpx', lang: 'js', onBlock })
  const taken = new Map<string, Selected>()
  for (const block of blocks) {
    const before = taken.get(block.part)?.priority ?? 1
    if (!block.hasEnv && block.priority >= before) taken.set(block.part, block)
  }
  return blocks.filter((block) => {
    const { part, priority, hasEnv } = block
    if (priority === 0 || part === 'style') return priority === 0
    return hasEnv ? priority < (taken.get(part)?.priority ?? 0) : taken.get(part) !== block
  })
}

interface Selected extends Span {
  /** What it is taken as; one of each but for styles. */
  part: string
  /** 0: never for this platform. */
  priority: number
  hasEnv: boolean
}

function selectedBy(code: string, { name, attributes, start, end }: Block, mode: string): Selected {
  const own = textOf(code, attributes, 'mode')
  const hasEnv = Boolean(textOf(code, attributes, 'env'))
  const isOther = Boolean(own) && own !== mode
  const isJson =
    textOf(code, attributes, 'type')?.startsWith('application/json') || textOf(code, attributes, 'name') === 'json'
  const isTaken = name === 'template' || name === 'script' || name === 'style'
  // What is no block of mpx's is told apart by nothing.
  const part = !isTaken ? `${name} ${start}` : name === 'script' && isJson ? 'json' : name
  return { part, start, end, hasEnv, priority: isTaken && isOther ? 0 : (own ? 3 : 1) + (hasEnv ? 1 : 0) }
}
