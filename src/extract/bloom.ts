import { ROUTER_APIS } from '../platforms'

const BITS = 1024
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function slots(name: string): [number, number] {
  let a = 0x811c9dc5
  let b = 0
  for (let i = 0; i < name.length; i++) {
    a = Math.imul(a ^ name.charCodeAt(i), 0x01000193)
    b = (Math.imul(b, 31) + name.charCodeAt(i)) | 0
  }
  return [(a >>> 0) % BITS, ((b ^ (b >>> 15)) >>> 0) % BITS]
}

const MEMBER = /\.\s*([A-Za-z_$][\w$]*)/g

/** What plugins hang on every component is also taken out of it by its name: `const { $http } = this`. */
const DOLLAR = /(?<![\w$.])\$[\w$]+/g

/** What opens pages of the program, also where it is imported by its name or an element. */
const ROUTER = new RegExp(String.raw`\b(?:${[...ROUTER_APIS.keys(), 'navigator', 'Navigator'].join('|')})\b`, 'g')

/** A Bloom filter (1,024 bits, base64) of the member names that a text uses. False positives cost a parse, never a result. */
export function memberNames(text: string): string {
  const bits = new Uint8Array(BITS / 6 + 1)
  const seen = new Set<string>()
  const add = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const slot of slots(name)) bits[(slot / 6) | 0]! |= 1 << (slot % 6)
  }
  for (const m of text.matchAll(MEMBER)) add(m[1]!)
  for (const m of text.matchAll(DOLLAR)) add(m[0])
  for (const m of text.matchAll(ROUTER)) add(m[0])
  let out = ''
  for (const six of bits) out += ALPHABET[six]
  return out
}

/** Whether a text names one of these members, as {@link memberNames} reads it. */
export function namesMember(text: string, names: readonly string[]): boolean {
  const wanted = new Set(names)
  for (const m of text.matchAll(MEMBER)) if (wanted.has(m[1]!)) return true
  for (const m of text.matchAll(DOLLAR)) if (wanted.has(m[0])) return true
  for (const m of text.matchAll(ROUTER)) if (wanted.has(m[0])) return true
  return false
}

/** Whether a filter may hold a name. */
export function mayHold(filter: string, name: string): boolean {
  for (const slot of slots(name)) {
    const six = ALPHABET.indexOf(filter[(slot / 6) | 0] ?? 'A')
    if (!(six & (1 << (slot % 6)))) return false
  }
  return true
}
