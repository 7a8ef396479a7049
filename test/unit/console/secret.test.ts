import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MASKED, maskOf } from '../../../src/console/secret'

const secret = fc.string({ minLength: 8 }).filter((text) => text.trim().length > 7 && !MASKED.includes(text))

describe('masking', () => {
  it('hides a secret however it is written', () => {
    fc.assert(
      fc.property(secret, fc.string(), (token, around) => {
        const mask = maskOf([token])
        const ways = [
          token,
          encodeURIComponent(token),
          new URLSearchParams({ t: token }).toString(),
          JSON.stringify({ t: token }),
          `https://x/?access_token=${encodeURIComponent(token)}&b`,
        ]
        for (const text of ways) {
          const masked = mask(`${around}${text}${around}`)
          if (!around.includes(token)) expect(masked.includes(token) && !around.includes(token)).toBe(false)
          expect(masked).toContain(MASKED)
        }
      }),
    )
  })

  it('leaves everything else, and all where there is no secret', () => {
    expect(maskOf(['s3cret'])('nothing of it here')).toBe('nothing of it here')
    expect(maskOf([''])('abc')).toBe('abc')
  })
})
