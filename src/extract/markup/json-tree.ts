import type { Span } from '../../url/place'

/** A value in a JSON text and its place. `start`/`end` of a string enclose its quotes. */
export type JsonNode = JsonObject | JsonArray | JsonText | JsonPrimitive

export interface JsonObject extends Span {
  type: 'object'
  members: JsonMember[]
}

/** A member; `start`/`end` enclose its key with the quotes. */
export interface JsonMember extends Span {
  key: string
  value: JsonNode
}

export interface JsonArray extends Span {
  type: 'array'
  items: JsonNode[]
}

export interface JsonText extends Span {
  type: 'string'
  value: string
  /** Place of the closing quote (of the line's end, where it is missing). */
  innerEnd: number
}

export interface JsonPrimitive extends Span {
  type: 'primitive'
  /** A number, `true`, `false`, `null`; a bare word that is none of these is undefined. */
  value: number | boolean | null | undefined
}

export interface JsonDocument {
  /** Null for a text without a value. */
  root: JsonNode | null
  errors: { message: string; start: number }[]
}

/** Nesting below this is not read. No configuration comes near it; it keeps hostile input off the stack. */
const DEEPEST = 200
const MOST_ERRORS = 50

/**
 * Reads JSON as the mini-program tools write and take it: comments (`//`, `/* *\/`), trailing, doubled or missing commas (what
 * `#ifdef` leaves behind), single quotes and bare keys are taken. Keeps the place of each value. Of a key that stands twice
 * both members are kept. Never throws; what can't be read is an error and skipped. Linear.
 */
export function parseJson(code: string, from = 0, to = code.length): JsonDocument {
  const reader = new Reader(code, from, to)
  const root = reader.value(0)
  if (!root && reader.errors.length === 0 && reader.at < to) reader.error('not JSON', reader.at)
  else if (root && reader.skip() < to) reader.error('text after the value', reader.at)
  return { root, errors: reader.errors }
}

class Reader {
  readonly errors: JsonDocument['errors'] = []

  constructor(
    readonly code: string,
    public at: number,
    readonly to: number,
  ) {}

  error(message: string, start: number): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push({ message, start })
  }

  /** Skips blanks and comments; returns the place of what follows. */
  skip(): number {
    const { code, to } = this
    while (this.at < to) {
      const char = code.charCodeAt(this.at)
      if (char <= 32 || char === 0xfeff || char === 0xa0) this.at++
      else if (char === 47 && code.charCodeAt(this.at + 1) === 47) this.at = this.find('\n', this.at, 0)
      else if (char === 47 && code.charCodeAt(this.at + 1) === 42) this.at = this.find('*/', this.at + 2, 2)
      else break
    }
    return this.at
  }

  private find(needle: string, from: number, length: number): number {
    const at = this.code.indexOf(needle, from)
    return at < 0 ? this.to : Math.min(at + length, this.to)
  }

  /** The value that comes next, or null where none does (at a closing bracket, a comma, the end). */
  value(depth: number): JsonNode | null {
    const start = this.skip()
    if (start >= this.to) return null
    switch (this.code[start]) {
      case '{':
        return depth < DEEPEST ? this.object(depth) : this.tooDeep()
      case '[':
        return depth < DEEPEST ? this.array(depth) : this.tooDeep()
      case '"':
      case "'":
        return this.string()
      case '}':
      case ']':
      case ',':
      case ':':
        return null
      default:
        return this.word()
    }
  }

  private tooDeep(): null {
    this.error('nested too deep', this.at)
    this.at = this.to
    return null
  }

  private object(depth: number): JsonObject {
    const start = this.at++
    const members: JsonMember[] = []
    for (;;) {
      const at = this.skip()
      const char = at < this.to ? this.code[at] : ''
      if (char === '}') {
        this.at++
        break
      }
      if (char === '' || char === ']') {
        this.error('object without "}"', start)
        break
      }
      if (char === ',') {
        this.at++
        continue
      }
      this.member(members, depth)
    }
    return { type: 'object', start, end: this.at, members }
  }

  private member(members: JsonMember[], depth: number): void {
    const start = this.at
    if ('{[:'.includes(this.code[start])) {
      this.at++
      this.error('key expected', start)
      return
    }
    const key = this.code[start] === '"' || this.code[start] === "'" ? this.string() : this.word()
    const end = this.at
    const name = key.type === 'string' ? key.value : this.code.slice(key.start, key.end)
    if (this.code[this.skip()] !== ':') {
      this.error('":" expected', start)
      return
    }
    this.at++
    const value = this.value(depth + 1)
    if (value) members.push({ key: name, value, start, end })
    else this.error('value expected', start)
  }

  private array(depth: number): JsonArray {
    const start = this.at++
    const items: JsonNode[] = []
    for (;;) {
      const at = this.skip()
      const char = at < this.to ? this.code[at] : ''
      if (char === ']') {
        this.at++
        break
      }
      if (char === '' || char === '}') {
        this.error('array without "]"', start)
        break
      }
      const item = char === ',' || char === ':' ? null : this.value(depth + 1)
      if (item) items.push(item)
      else if (this.at === at) this.at++
    }
    return { type: 'array', start, end: this.at, items }
  }

  private string(): JsonText {
    const { code, to } = this
    const start = this.at
    const quote = code[start]
    let end = start + 1
    let escaped = false
    while (end < to && code[end] !== quote && code[end] !== '\n' && code[end] !== '\r') {
      if (code[end] === '\\') {
        escaped = true
        end++
      }
      end++
    }
    end = Math.min(end, to)
    const closed = end < to && code[end] === quote
    if (!closed) this.error('string without closing quote', start)
    const raw = code.slice(start + 1, end)
    this.at = closed ? end + 1 : end
    return { type: 'string', value: escaped ? resolveEscapes(raw) : raw, start, end: this.at, innerEnd: end }
  }

  private word(): JsonPrimitive {
    const start = this.at
    while (this.at < this.to && !/[\s,:{}[\]"'/]/.test(this.code[this.at])) this.at++
    if (this.at === start) this.at++
    const text = this.code.slice(start, this.at)
    const value =
      text === 'true'
        ? true
        : text === 'false'
          ? false
          : text === 'null'
            ? null
            : /^[-+]?(?:\d|\.\d)/.test(text) && !Number.isNaN(Number(text))
              ? Number(text)
              : undefined
    return { type: 'primitive', value, start, end: this.at }
  }
}

const SIMPLE: Readonly<Record<string, string>> = Object.freeze({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })

function resolveEscapes(raw: string): string {
  return raw.replace(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_, hex: string | undefined, char: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (SIMPLE[char] ?? char),
  )
}

/** The member's value (the last one of that name), or undefined. Anything but an object has no members. */
export function member(node: JsonNode | null | undefined, ...path: string[]): JsonNode | undefined {
  let current: JsonNode | undefined = node ?? undefined
  for (const key of path) {
    if (current?.type !== 'object') return undefined
    current = current.members.findLast((entry) => entry.key === key)?.value
  }
  return current
}

/** The items of an array; none for anything else. */
export function items(node: JsonNode | undefined): JsonNode[] {
  return node?.type === 'array' ? node.items : []
}

/** The members of an object; none for anything else. */
export function members(node: JsonNode | undefined): JsonMember[] {
  return node?.type === 'object' ? node.members : []
}

/** The plain value of a node, as `JSON.parse` would give it. A key that stands twice has its last value. */
export function toValue(node: JsonNode | null): unknown {
  if (!node) return undefined
  if (node.type === 'array') return node.items.map(toValue)
  if (node.type !== 'object') return node.value
  // fromEntries defines each key, `__proto__` included, as an ordinary member.
  return Object.fromEntries(node.members.map(({ key, value }) => [key, toValue(value)]))
}
