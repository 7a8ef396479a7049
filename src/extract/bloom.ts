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

const MEMBER = /(?:\.|\?\.)\s*([A-Za-z_$][\w$]*)/g

/** A Bloom filter (1,024 bits, base64) of the member names that a text uses. False positives cost a parse, never a result. */
export function memberNames(text: string): string {
  const bits = new Uint8Array(BITS / 6 + 1)
  const seen = new Set<string>()
  for (const m of text.matchAll(MEMBER)) {
    const name = m[1]!
    if (seen.has(name)) continue
    seen.add(name)
    for (const slot of slots(name)) bits[(slot / 6) | 0]! |= 1 << (slot % 6)
  }
  let out = ''
  for (const six of bits) out += ALPHABET[six]
  return out
}

/** Whether a filter may hold a name. */
export function mayHold(filter: string, name: string): boolean {
  for (const slot of slots(name)) {
    const six = ALPHABET.indexOf(filter[(slot / 6) | 0] ?? 'A')
    if (!(six & (1 << (slot % 6)))) return false
  }
  return true
}
